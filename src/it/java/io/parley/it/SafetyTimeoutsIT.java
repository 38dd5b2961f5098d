package io.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Map;
import java.util.function.Supplier;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that take their time, with settings that give them little: rows B19, B33, B35 and B37 of the list. */
class SafetyTimeoutsIT extends OnServer {
    private static final String WEBSOCKET = "EIO=4&transport=websocket";
    private static final String TEXT = "Content-Type: text/plain;charset=UTF-8";
    private static final int WAIT_SECONDS = 60;

    @RegisterExtension
    static final OutsideCheck CHECK = new OutsideCheck();

    SafetyTimeoutsIT() {
        super("socket.io");
    }

    @Deployment(testable = false)
    static WebArchive product() {
        return Product.archive(Map.of(
                "parley.ping-interval", "1s",
                "parley.ping-timeout", "1s",
                "parley.write-timeout", "1s",
                "parley.upgrade-timeout", "1s"));
    }

    @Test
    void b19_bodiesThatTrickle_endWithTheirSessions() {
        var trickles = new ArrayList<HttpConnection>();
        for (int i = 0; i < Intensity.of(50, 500); i++) {
            var session = url.poll();
            var connection = HttpConnection.open(server);
            connection.head("POST", url.target(session.query()), TEXT, "Content-Length: 1000");
            trickles.add(connection);
        }
        Bystander.isServed(url);
        int answered = 0;
        for (int second = 0; second < WAIT_SECONDS && answered < trickles.size(); second++) {
            answered = 0;
            for (var connection : trickles) {
                if (connection.isReadable() || !trickle(connection)) {
                    answered++;
                }
            }
            pause(1000);
        }
        assertThat(answered).isEqualTo(trickles.size());
        for (var connection : trickles) {
            assertThat(connection.answer().status()).isEqualTo(400);
            connection.close();
        }
    }

    private static boolean trickle(HttpConnection connection) {
        try {
            connection.write(new byte[] {'4'});
            return true;
        } catch (UncheckedIOException hungUp) {
            return false;
        }
    }

    @Test
    void b19_bodiesThatAreCut_closeTheirSessions() {
        for (int i = 0; i < Intensity.of(20, 1000); i++) {
            var session = url.poll();
            try (var connection = HttpConnection.open(server)) {
                connection.head("POST", url.target(session.query()), TEXT, "Content-Length: 1000");
                connection.write(new byte[100]);
                connection.reset();
            }
            session.proveCut();
        }
        Bystander.isServed(url);
    }

    @Test
    void b33_messageWithoutEnd_endsWithItsSession() {
        try (var socket = url.connect()) {
            socket.send(false, WebSocketFrame.TEXT, ascii("4"));
            for (int i = 0; i < 10; i++) {
                socket.send(false, WebSocketFrame.CONTINUATION, ascii("4"));
                pause(500);
            }
            assertThat(socket.closeCode()).isIn(1000, 1005, 1006);
        }
    }

    /** Where a container hands empty parts over, they are counted; else the heartbeat tells that nothing comes. */
    @ParameterizedTest
    @ValueSource(ints = {WebSocketFrame.TEXT, WebSocketFrame.BINARY})
    void b33_emptyFragmentsWithoutEnd_endWithTheirSession(int opcode) {
        var fragment = WebSocketFrame.masked(WebSocketFrame.CONTINUATION, new byte[0]);
        var fragments = new byte[fragment.length * 10_000];
        for (int i = 0; i < 10_000; i++) {
            System.arraycopy(fragment, 0, fragments, i * fragment.length, fragment.length);
        }
        try (var socket = url.connect()) {
            socket.send(false, opcode, new byte[0]);
            for (int i = 0; i < Intensity.of(5, 100); i++) {
                socket.sendRaw(fragments);
            }
            assertThat(socket.closeCode())
                    .as("Open Liberty has other reasons of its own")
                    .isIn(1000, 1002, 1005, 1006, 1007, 1008);
        }
        Bystander.isServed(url);
    }

    /** What 40,000 answers take is more than the connection and the queue hold. */
    @Test
    void b35_readerThatNeverReads_isCut() {
        var server = ServerProcess.find();
        long before = server.objects("io.parley.engine.EngineSession");
        var socket = url.connect();
        var packet = WebSocketFrame.masked(0x81, ascii("40/" + "x".repeat(120) + ","));
        var batch = new byte[packet.length * 1000];
        for (int i = 0; i < 1000; i++) {
            System.arraycopy(packet, 0, batch, i * packet.length, packet.length);
        }
        var flood = new Thread(() -> {
            for (int i = 0; i < 200; i++) {
                socket.sendRaw(batch);
            }
        });
        flood.start();
        try {
            Bystander.isServed(url);
            eventually(() -> server.objects("io.parley.engine.EngineSession") <= before);
        } finally {
            socket.close();
        }
        Bystander.isServed(url);
    }

    /** Half of the clients are cut, the others go silent; each half once by polling, once by WebSocket. */
    @Test
    void b37_clientsThatComeAndGo_leaveNothing() {
        var server = ServerProcess.find();
        long before = server.objects("io.parley.engine.EngineSession");
        int count = Intensity.of(200, 20_000);
        for (int i = 0; i < count; i++) {
            switch (i % 4) {
                case 0 -> url.connect().reset();
                case 1 -> {
                    var session = url.poll();
                    session.startGet().reset();
                }
                case 2 -> url.poll();
                default -> {
                    var session = url.poll();
                    url.webSocket(WEBSOCKET + "&sid=" + session.sid()).reset();
                }
            }
        }
        for (var type : new String[] {
            "io.parley.engine.EngineSession", "io.parley.transport.WebSocketTransport", "io.parley.Client"
        }) {
            eventually(() -> server.objects(type) <= before);
        }
        Bystander.isServed(url);
    }

    private static void eventually(Supplier<Boolean> condition) {
        for (int second = 0; second < WAIT_SECONDS && !condition.get(); second++) {
            pause(1000);
        }
        assertThat(condition.get()).isTrue();
    }

    private static void pause(long milliseconds) {
        try {
            Thread.sleep(milliseconds);
        } catch (InterruptedException stopping) {
            throw new AssertionError(stopping);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
