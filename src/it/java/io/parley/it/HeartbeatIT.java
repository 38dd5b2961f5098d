package io.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.testing.Fact;
import java.util.Map;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;

/** What the server does by itself when time passes, with a heartbeat that is fast enough for a test. */
class HeartbeatIT extends OnServer {
    HeartbeatIT() {
        super("socket.io");
    }

    @Deployment(testable = false)
    static WebArchive product() {
        return Product.archive(Map.of(
                "parley.ping-interval", "200ms",
                "parley.ping-timeout", "2s",
                "parley.upgrade-timeout", "1s",
                "parley.connect-timeout", "4s"));
    }

    @Test
    void settings_areTold() {
        assertThat(url.exchange("GET", "EIO=4&transport=polling", "").body())
                .contains("\"pingInterval\":200,\"pingTimeout\":2000");
    }

    @Test
    void webSocket_answeringPings_lives() {
        try (var socket = url.connect()) {
            for (int i = 0; i < 5; i++) {
                socket.expect("2");
                socket.send("3");
            }
        }
    }

    @Test
    void webSocket_notAnsweringPings_isClosed() {
        try (var socket = url.connect()) {
            socket.expect("2");

            // 1001: a container's idle timeout, which bounds our closing handshake, has counted the silence before it
            assertThat(socket.closeCode()).isIn(1000, 1001, 1005);
        }
    }

    @Test
    void polling_answeringPings_lives() {
        var session = url.poll();
        for (int i = 0; i < 5; i++) {
            assertThat(session.poll()).isEqualTo("2");
            session.send("3");
        }
    }

    @Test
    void polling_notAnsweringPings_isClosed() {
        var session = url.poll();

        assertThat(session.poll()).isEqualTo("2");
        assertThat(session.poll()).isEqualTo("1");
        session.proveGone();
    }

    @Test
    void probe_thatDoesNotGoOn_isClosedAndPollingLives() {
        var session = url.poll();
        try (var socket = url.webSocket("EIO=4&transport=websocket&sid=" + session.sid())) {
            socket.send("2probe");
            socket.expect("3probe");
            answerPings(session);

            assertThat(socket.closeCode()).isIn(1000, 1005);
        }
        answerPings(session);
    }

    @Fact("1.10 no namespace joined in time")
    @Test
    void connection_thatJoinsNoNamespace_isClosed() {
        try (var socket = url.connect()) {
            var frame = socket.frame();
            for (; frame.opcode() == WebSocketFrame.TEXT; frame = socket.frame()) {
                socket.send("3");
            }

            assertThat(frame.opcode()).isEqualTo(WebSocketFrame.CLOSE);
        }
    }

    private static void answerPings(PollingSession session) {
        for (int pings = 0; pings < 3; ) {
            if (session.poll().contains("2")) {
                session.send("3");
                pings++;
            }
        }
    }
}
