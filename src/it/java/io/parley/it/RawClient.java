package io.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

/**
 * A client of Socket.IO that sends the very packets a test wants, the {@code 4} of Engine.IO in front, and takes
 * messages, over either transport. Confined to one thread.
 */
interface RawClient extends AutoCloseable {
    /** Sends packets, by polling in one body. */
    void send(String... packets);

    /** Sends a binary message. */
    void send(byte[] message);

    /** The next message, binary as {@code b} and base64; pings are answered and not shown. */
    String next();

    /** The next message that begins so; those before it are not wanted. */
    default String next(String beginning) {
        var message = next();
        while (!message.startsWith(beginning)) {
            message = next();
        }
        return message;
    }

    /** The server ends the session, now or within some seconds, whatever it sends before. */
    void expectEnd();

    /** Hangs up without a word. */
    @Override
    void close();

    /** One over each transport, in no namespace. */
    static Stream<RawClient> overEach(EngineUrl url) {
        return Stream.of(new Polling(url), new WebSocket(url));
    }

    /** One by WebSocket, in no namespace. */
    static RawClient byWebSocket(EngineUrl url) {
        return new WebSocket(url);
    }

    /** Joins a namespace; what comes with that has been taken. */
    default RawClient join(String namespace) {
        send("40" + (namespace.equals("/") ? "" : namespace + ","));
        assertThat(next("40")).contains("\"sid\":");
        return this;
    }

    /** An event goes in and its answer comes out: the connection is alive and in order. In {@code "/"}. */
    default void proveAlive() {
        send("42987654[\"message-with-ack\",1]");
        next("43987654[1]");
    }

    /** By polling. */
    final class Polling implements RawClient {
        private final PollingSession session;
        private final ArrayDeque<String> received = new ArrayDeque<>();

        private Polling(EngineUrl url) {
            session = url.poll();
        }

        @Override
        public void send(String... packets) {
            session.send(String.join("\u001e", packets));
        }

        @Override
        public void send(byte[] message) {
            send("b" + Base64.getEncoder().encodeToString(message));
        }

        @Override
        public String next() {
            while (received.isEmpty()) {
                for (var packet : session.poll().split("\u001e")) {
                    if (packet.equals("2")) {
                        send("3");
                    } else if (!packet.equals("6")) {
                        received.add(packet);
                    }
                }
            }
            return received.remove();
        }

        @Override
        public void expectEnd() {
            var answer = session.get();
            for (int i = 0; i < 1_000 && answer.status() == 200; i++) {
                answer = session.get();
            }
            assertThat(answer.body()).isEqualTo("{\"code\":1,\"message\":\"Session ID unknown\"}");
        }

        @Override
        public void close() {}

        @Override
        public String toString() {
            return "polling";
        }
    }

    /** By WebSocket. */
    final class WebSocket implements RawClient {
        private final WebSocketConnection connection;

        private WebSocket(EngineUrl url) {
            connection = url.connect();
        }

        @Override
        public void send(String... packets) {
            List.of(packets).forEach(connection::send);
        }

        @Override
        public void send(byte[] message) {
            connection.send(message);
        }

        @Override
        public String next() {
            for (var message = connection.message(); ; message = connection.message()) {
                if (message.opcode() == WebSocketFrame.BINARY) {
                    var bytes = new byte[message.payload().remaining()];
                    message.payload().get(bytes);
                    return "b" + Base64.getEncoder().encodeToString(bytes);
                }
                if (!message.text().equals("2")) {
                    return message.text();
                }
                connection.send("3");
            }
        }

        @Override
        public void expectEnd() {
            connection.closeCode();
        }

        @Override
        public void close() {
            connection.close();
        }

        @Override
        public String toString() {
            return "websocket";
        }
    }
}
