package io.parley.it;

import io.socket.client.Ack;
import io.socket.client.IO;
import io.socket.client.Manager;
import io.socket.client.Socket;
import io.socket.engineio.client.Transport;
import io.socket.engineio.parser.Packet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.json.JSONException;
import org.json.JSONObject;
import org.jspecify.annotations.Nullable;

/** A client of the {@code io.socket} library. */
final class JavaClient implements SocketClient {
    private final Socket socket;
    private final ReceivedEvents received = new ReceivedEvents();
    private volatile @Nullable Transport transport;

    private JavaClient(Socket socket, List<String> events) {
        this.socket = socket;
        socket.io().on(Manager.EVENT_TRANSPORT, created -> watch((Transport) created[0]));
        events.forEach(event -> socket.on(event, arguments -> event(event, arguments)));
        socket.on(Socket.EVENT_CONNECT, arguments -> received.add("connect", List.of()));
        socket.on(Socket.EVENT_DISCONNECT, reason -> received.add("disconnect", List.of(reason)));
        socket.on(Socket.EVENT_CONNECT_ERROR, error -> received.add("connect_error", connectError(error[0])));
    }

    /** Connects, and does not wait for it. */
    static JavaClient start(SocketClientStart start) {
        var options = new IO.Options();
        options.forceNew = true;
        options.transports = start.transports().split(",");
        options.path = start.endpoint().getPath();
        options.reconnectionDelay = 50;
        options.reconnectionDelayMax = 100;
        options.auth = start.auth();
        var uri = start.endpoint().resolve("/").resolve(start.namespace());
        var client = new JavaClient(IO.socket(uri, options), start.events());
        client.socket.connect();
        return client;
    }

    @Override
    public String id() {
        return socket.id();
    }

    @Override
    public boolean connected() {
        return socket.connected();
    }

    @Override
    public String transport() {
        return transport.name;
    }

    @Override
    public void emit(String event, Object... arguments) {
        socket.emit(event, written(arguments));
    }

    @Override
    public List<Object> ask(String event, Object... arguments) {
        var answer = "answer to " + event + " " + UUID.randomUUID();
        socket.emit(event, written(arguments), (Ack) args -> received.add(answer, read(args)));
        return received.next(answer);
    }

    @Override
    public List<Object> next(String event) {
        return received.next(event);
    }

    @Override
    public boolean isQuiet(String event) {
        return received.poll(event, 200) == null;
    }

    @Override
    public void sendGarbage() {
        transport.send(new Packet<?>[] {new Packet<>(Packet.MESSAGE, "garbage")});
    }

    @Override
    public void disconnect() {
        socket.disconnect();
    }

    @Override
    public void close() {
        socket.close();
    }

    /** The library shows its transports only when it makes them; the one in use is the one that brings messages. */
    private void watch(Transport created) {
        created.on(Transport.EVENT_PACKET, packet -> {
            if (((Packet<?>) packet[0]).type.equals(Packet.MESSAGE)) {
                transport = created;
            }
        });
    }

    private void event(String event, Object... arguments) {
        int last = arguments.length - 1;
        if (last >= 0 && arguments[last] instanceof Ack ack) {
            var own = Arrays.copyOf(arguments, last);
            received.add(event, read(own));
            ack.call(own);
        } else {
            received.add(event, read(arguments));
        }
    }

    private static List<Object> connectError(Object error) {
        return error instanceof JSONObject object ? read(object) : List.of(Map.of("message", "" + error));
    }

    private static Object[] written(Object... arguments) {
        var written = new ArrayList<>();
        try {
            for (var argument : arguments) {
                written.add(Json.of(argument, bytes -> bytes));
            }
        } catch (JSONException e) {
            throw new IllegalArgumentException(e);
        }
        return written.toArray();
    }

    private static List<Object> read(Object... arguments) {
        var read = new ArrayList<>();
        try {
            for (var argument : arguments) {
                read.add(Json.read(argument, fields -> fields));
            }
        } catch (JSONException e) {
            throw new IllegalArgumentException(e);
        }
        return read;
    }
}
