package io.parley.conversation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.ServerOptions;
import io.parley.kernel.Limit;
import io.parley.testing.TestClient;
import io.parley.testing.TestServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A client that sends events faster than it may: row B58 of the list of bad input. */
final class EventRateTest {
    @RegisterExtension
    final TestServer server = new TestServer(ServerOptions.builder()
            .engine(engine -> engine.maxEventRate(50, 100))
            .build());

    private final List<String> log = new ArrayList<>();

    @BeforeEach
    void listen() {
        server.io().on("connection", socket -> {
            socket.on("x", event -> log.add("x"));
            socket.onDisconnect((reason, description) -> log.add(reason + ": " + description));
        });
    }

    @Test
    void b58_burst_isFree_andTheNextEventStopsReading_untilTheRateIsKeptAgain() {
        var client = server.connectWebSocket();
        send(client, 100);
        assertThat(isRead(client)).isTrue();
        send(client, 1);
        assertThat(isRead(client)).isFalse();
        assertThat(log).hasSize(101).containsOnly("x");
        server.advance(Duration.ofMillis(19));
        assertThat(isRead(client)).isFalse();
        server.advance(Duration.ofMillis(1));
        assertThat(isRead(client)).isTrue();
        assertThat(server.io().counters()).containsEntry(Limit.EVENT_RATE, 1L).containsEntry(Limit.QUEUED_EVENTS, 0L);
    }

    @Test
    void b58_whatWaitedForReading_goesOnByItself() {
        var client = server.connectWebSocket();
        send(client, 101);
        client.session().inflow().whenOpen(() -> log.add("read on"));
        assertThat(log).doesNotContain("read on");
        server.advance(Duration.ofMillis(20));
        assertThat(log).endsWith("read on");
    }

    @Test
    void b58_clientThatSendsWhatItHasCollected_waitsForTwoSeconds_andLives() {
        var client = server.connectWebSocket();
        send(client, 10_000);
        server.advance(Duration.ofMillis(19));
        assertThat(isRead(client)).isFalse();
        server.advance(Duration.ofSeconds(2));
        assertThat(isRead(client)).isTrue();
        server.advance(Duration.ofSeconds(10));
        send(client, 100);
        assertThat(client.isClosed()).isFalse();
        assertThat(log).hasSize(10_100);
    }

    @Test
    void b58_flood_isCutAfterTenSeconds_andOthersAreServed() {
        var client = server.connectWebSocket();
        var other = server.connectWebSocket();
        for (int tenths = 0; tenths < 99; tenths++) {
            flood(client);
            server.advance(Duration.ofMillis(100));
        }
        assertThat(client.isClosed()).isFalse();
        for (int tenths = 0; tenths < 30; tenths++) {
            flood(client);
            server.advance(Duration.ofMillis(100));
        }
        assertThat(client.isClosed()).isTrue();
        assertThat(log).contains("forced server close: too many events");
        send(other, 1);
        assertThat(log).endsWith("x");
        assertThat(server.world().time.waiting()).isEqualTo(1);
    }

    @Test
    void steadyClient_isNeverStopped() {
        var client = server.connectWebSocket();
        for (int second = 0; second < 20; second++) {
            send(client, 50);
            server.advance(Duration.ofSeconds(1));
            client.send("3");
        }
        assertThat(server.io().counters()).containsEntry(Limit.EVENT_RATE, 0L);
    }

    @Test
    void rateThatIsNone_isRefused() {
        assertThatThrownBy(() -> ServerOptions.builder().engine(engine -> engine.maxEventRate(0, 1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static void flood(TestClient client) {
        if (isRead(client) && !client.isClosed()) {
            send(client, 300);
        }
    }

    private static boolean isRead(TestClient client) {
        return !client.session().inflow().isFull();
    }

    private static void send(TestClient client, int events) {
        for (int i = 0; i < events; i++) {
            client.send("42[\"x\"]");
        }
    }
}
