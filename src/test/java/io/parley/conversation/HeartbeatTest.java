package io.parley.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.engine.Revision;
import io.parley.testing.Fact;
import io.parley.testing.TestClient;
import io.parley.testing.TestServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The server pings, the client answers; who does not is gone. */
final class HeartbeatTest {
    private static final Duration INTERVAL = Duration.ofSeconds(25);
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    @RegisterExtension
    final TestServer server = new TestServer();

    private final List<String> reasons = new ArrayList<>();

    @Test
    void server_pingsAfterTheInterval_andAgainAfterThePong() {
        var client = server.connectWebSocket();
        server.advance(INTERVAL.minusMillis(1));
        assertThat(client.take()).isEmpty();
        server.advance(Duration.ofMillis(1));
        assertThat(client.take()).containsExactly("2");
        client.send("3");
        server.advance(INTERVAL);
        assertThat(client.take()).containsExactly("2");
    }

    @Test
    void missingPong_disconnects() {
        server.io().on("connection", socket -> socket.onDisconnect(reason -> reasons.add(reason.toString())));
        var client = server.connectWebSocket();
        server.advance(INTERVAL.plus(TIMEOUT).minusMillis(1));
        assertThat(reasons).isEmpty();
        server.advance(Duration.ofMillis(1));
        assertThat(reasons).containsExactly("ping timeout");
        assertThat(client.isClosed()).isTrue();
        assertThat(server.world().time.waiting()).isZero();
    }

    @Fact({"1.3 client that no longer polls", "1.3 waiting GET aborted"})
    @Test
    void pollingClientThatStopsPolling_isGoneAfterIntervalAndTimeout() {
        server.io().on("connection", socket -> socket.onDisconnect(reason -> reasons.add(reason.toString())));
        server.connectPolling();
        server.connectPolling().poll();
        server.advance(INTERVAL.plus(TIMEOUT));
        assertThat(reasons).containsExactly("ping timeout", "ping timeout");
        assertThat(server.io().connections()).isZero();
    }

    @Test
    void requestAfterTheTimeout_findsNoSession_thoughTheTimerIsLate() {
        var client = server.connectPolling();
        var sid = client.session().id();
        server.advance(INTERVAL);
        server.world().time.advanceWithoutTimers(TIMEOUT.minusNanos(1));
        assertThat(server.io().engine().find(sid)).isPresent();
        server.world().time.advanceWithoutTimers(Duration.ofNanos(1));
        assertThat(server.io().engine().find(sid)).isEmpty();
    }

    @Test
    void pingThatIsALittleLate_doesNotMoveTheTimeout_andALateOneLeavesTimeToAnswer() {
        var quick = server.connectWebSocket();
        server.world().time.advanceWithoutTimers(INTERVAL.plus(TIMEOUT.dividedBy(5)));
        server.advance(TIMEOUT.dividedBy(5).multipliedBy(4).minusNanos(1));
        assertThat(quick.isClosed()).isFalse();
        server.advance(Duration.ofNanos(1));
        assertThat(quick.isClosed()).isTrue();

        var slow = server.connectWebSocket();
        server.world().time.advanceWithoutTimers(INTERVAL.plus(TIMEOUT).plusSeconds(60));
        server.advance(TIMEOUT.dividedBy(4).multipliedBy(3).minusNanos(1));
        assertThat(slow.isClosed()).isFalse();
        server.advance(Duration.ofNanos(1));
        assertThat(slow.isClosed()).isTrue();
    }

    @Fact("1.3 heartbeat in the wrong direction")
    @Test
    void pingOfTheClient_isTheWrongDirection() {
        server.io().on("connection", socket -> socket.onDisconnect(reason -> reasons.add(reason.toString())));
        var client = server.connectWebSocket().send("2");
        assertThat(client.isClosed()).isTrue();
        assertThat(reasons).containsExactly("transport error");
    }

    @Test
    void revision3_clientPings_serverAnswers() {
        var client = TestClient.webSocket(server.io().engine(), Revision.V3);
        client.take();
        for (int i = 0; i < 3; i++) {
            server.advance(INTERVAL.plus(TIMEOUT).minusMillis(1));
            assertThat(client.send("2").take()).containsExactly("3");
        }
        assertThat(client.send("2data").take()).containsExactly("3");
        server.advance(INTERVAL.plus(TIMEOUT));
        assertThat(client.isClosed()).isTrue();
        assertThat(client.take()).isEmpty();
        assertThat(server.world().time.waiting()).isZero();
    }

    @Fact("1.3 heartbeat in the wrong direction")
    @Test
    void revision3_pongOfTheClient_isTheWrongDirection() {
        server.io().on("connection", socket -> socket.onDisconnect(reason -> reasons.add(reason.toString())));
        var client = TestClient.webSocket(server.io().engine(), Revision.V3).send("3");
        assertThat(client.isClosed()).isTrue();
        assertThat(reasons).containsExactly("transport error");
    }

    @Test
    void revision3_heartbeatGoesOnAfterTheUpgrade() {
        var polling = TestClient.polling(server.io().engine(), Revision.V3);
        var webSocket = polling.upgrade().send("2probe");
        assertThat(webSocket.take()).containsExactly("3probe");
        server.advance(Duration.ofSeconds(9));
        assertThat(webSocket.send("5").send("2").take()).endsWith("3");
        server.advance(INTERVAL.plus(TIMEOUT).minusMillis(1));
        assertThat(webSocket.isClosed()).isFalse();
        server.advance(Duration.ofMillis(1));
        assertThat(webSocket.isClosed()).isTrue();
    }

    @Test
    void clientThatIsNotRead_isNotHeldGuiltyOfAMissingPong() {
        server.io().on("connection", socket -> socket.on("work", event -> {}));
        var client = server.connectWebSocket();
        server.world().holdHandlers();
        for (int i = 0; i < 1000; i++) {
            client.send("42[\"work\"]");
        }
        assertThat(client.session().inflow().isFull()).isTrue();
        server.advance(Duration.ofMinutes(5));
        assertThat(client.isClosed()).isFalse();
        server.world().releaseHandlers();
        server.advance(TIMEOUT);
        assertThat(client.isClosed()).isTrue();
    }
}
