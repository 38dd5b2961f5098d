package peer;

import com.corundumstudio.socketio.Configuration;
import com.corundumstudio.socketio.SocketIOServer;
import com.corundumstudio.socketio.protocol.JacksonJsonSupport;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.ObjectMapper;

/** netty-socketio with the events of the load contract. BINARY=1: "echo" takes bytes and no text. */
final class NettyServer {
    private static final boolean BINARY = "1".equals(System.getenv("BINARY"));

    private NettyServer() {}

    public static void main(String[] args) {
        var port = System.getenv().getOrDefault("PORT", "3000");
        var server = new SocketIOServer(configuration(Integer.parseInt(port)));
        server.addMultiTypeEventListener(
                "echo",
                (client, data, ack) -> ack.sendAckData(data.getArgs().toArray()),
                BINARY ? byte[].class : Object.class);
        server.addEventListener("broadcast", String.class, (client, payload, ack) -> server.getBroadcastOperations()
                .sendEvent("broadcast", payload));
        server.addEventListener("join", String.class, (client, room, ack) -> {
            client.joinRoom(room);
            ack.sendAckData();
        });
        server.addMultiTypeEventListener(
                "room",
                (client, data, ack) ->
                        server.getRoomOperations(data.<String>get(0)).sendEvent("room", data.<Object>get(1)),
                String.class,
                String.class);
        server.start();
        System.out.println("listening on " + port);
    }

    private static Configuration configuration(int port) {
        var configuration = new Configuration();
        configuration.setHostname("127.0.0.1");
        configuration.setPort(port);
        configuration.setUseLinuxNativeEpoll(true);
        configuration.setWebsocketCompression(false);
        configuration.setHttpCompression(false);
        configuration.getSocketConfig().setAcceptBackLog(4096);
        configuration.getSocketConfig().setReuseAddress(true);
        if (BINARY) {
            configuration.setJsonSupport(new LenientJson());
        }
        return configuration;
    }

    /** Attachments are spliced into the JSON as Base64 broken into lines, which Jackson rejects unless told otherwise. */
    private static final class LenientJson extends JacksonJsonSupport {
        @Override
        protected void init(ObjectMapper mapper) {
            super.init(mapper);
            mapper.configure(JsonParser.Feature.ALLOW_UNQUOTED_CONTROL_CHARS, true);
        }
    }
}
