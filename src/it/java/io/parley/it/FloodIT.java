package io.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Map;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Clients that want too much of a server whose operator has set bounds: rows B16 and B58 of the list of bad input. */
class FloodIT extends OnServer {
    private static final int SESSIONS = 20;

    @RegisterExtension
    static final OutsideCheck CHECK = new OutsideCheck();

    FloodIT() {
        super("calm.io");
    }

    @Deployment(testable = false)
    static WebArchive conformance() {
        return Product.conformance(
                Map.of("parley.max-sessions", Integer.toString(SESSIONS), "parley.max-event-rate", "50/100"));
    }

    @Test
    void b16_moreSessionsThanAllowed_areToldToComeBackLater() {
        var sessions = new ArrayList<PollingSession>();
        for (int i = 0; i < SESSIONS; i++) {
            sessions.add(url.poll());
        }
        var refused = url.exchange("GET", "EIO=4&transport=polling", "");
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.header("retry-after")).isEqualTo("5");
        var upgrade = WebSocketConnection.attempt(url, "EIO=4&transport=websocket");
        assertThat(upgrade.handshake().status()).isEqualTo(503);
        sessions.get(0).proveAlive();
        sessions.forEach(session -> session.send("1"));
        Bystander.isServed(url);
    }

    @Test
    void b58_floodOfEvents_isSlowedDown_andCutInTheEnd() {
        var url = new EngineUrl(server, "options.io");
        try (var socket = url.connect()) {
            socket.send("40");
            flood(socket);
            Bystander.isServed(url);
            // 1001 where the container loses its patience with what still comes in
            assertThat(socket.closeCode()).isIn(1000, 1001, 1005, 1006);
        }
        Bystander.isServed(url);
    }

    /** The container's thread that reads from the flood waits, and so do its events; others have threads of their own. */
    @Test
    void b58_floodOfEvents_doesNotKeepOthersWaiting() throws InterruptedException {
        var url = new EngineUrl(server, "recovery.io");
        askAsOften(url);
        double calm = askAsOften(url);
        try (var socket = url.connect()) {
            socket.send("40");
            var flood = flood(socket);
            askAsOften(url);
            // 1.1 times as long for a machine of one's own, and for this one some milliseconds
            Measured.atMost(
                    1.1 * calm + 3, "ms", "B58 p99 of others, before: %.2f".formatted(calm), () -> askAsOften(url));
            socket.reset();
            flood.join();
        }
    }

    private static Thread flood(WebSocketConnection socket) {
        var event = WebSocketFrame.masked(0x80 | WebSocketFrame.TEXT, "42[\"x\"]".getBytes(StandardCharsets.UTF_8));
        var flood = new Thread(() -> {
            for (int i = 0; i < 100_000; i++) {
                socket.sendRaw(event);
            }
        });
        flood.start();
        return flood;
    }

    /** The p99 in milliseconds of fresh clients, since each may ask so often at once. */
    private static double askAsOften(EngineUrl url) {
        try (var others = LoggedIn.at(url, SESSIONS / 2)) {
            return others.p99(Intensity.of(10, 90)).toNanos() / 1e6;
        }
    }
}
