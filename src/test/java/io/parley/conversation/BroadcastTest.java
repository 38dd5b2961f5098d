package io.parley.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.ServerOptions;
import io.parley.SocketIoServer;
import io.parley.adapter.LocalAdapter;
import io.parley.packet.EncodedPacket;
import io.parley.packet.JsonParser;
import io.parley.packet.Packet;
import io.parley.packet.PacketDecoder;
import io.parley.packet.Parser;
import io.parley.packet.ParserLimits;
import io.parley.packet.Payload;
import io.parley.testing.TestClient;
import io.parley.testing.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A broadcast is written once, whatever the number of recipients. */
final class BroadcastTest {
    @Test
    void broadcast_isEncodedOnce() {
        var world = new World();
        var parser = new CountingParser();
        var io = new SocketIoServer(
                ServerOptions.defaults(), world.environment(), parser, LocalAdapter.factory("node-1"));
        var clients = new ArrayList<TestClient>();
        for (int i = 0; i < 1000; i++) {
            var client = TestClient.webSocket(io.engine()).send("40");
            client.take();
            clients.add(client);
        }
        int before = parser.encoded;
        io.emit("news", Map.of("title", "x"));
        assertThat(parser.encoded - before).isEqualTo(1);
        assertThat(clients)
                .allSatisfy(client -> assertThat(client.take()).containsExactly("42[\"news\",{\"title\":\"x\"}]"));
        world.assertNoFailures();
    }

    private static final class CountingParser implements Parser {
        private final Parser parser = new JsonParser(ParserLimits.defaults());
        private int encoded;

        @Override
        public EncodedPacket encode(Packet packet) {
            encoded++;
            return parser.encode(packet);
        }

        @Override
        public Payload payload(String eventName, List<?> arguments) {
            return parser.payload(eventName, arguments);
        }

        @Override
        public Payload payload(List<?> arguments) {
            return parser.payload(arguments);
        }

        @Override
        public Payload object(Map<String, ?> fields) {
            return parser.object(fields);
        }

        @Override
        public EncodedPacket append(EncodedPacket event, String argument) {
            return parser.append(event, argument);
        }

        @Override
        public PacketDecoder decoder() {
            return parser.decoder();
        }
    }
}
