package io.parley.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.AuditEvent;
import io.parley.ConnectionRefusedException;
import io.parley.DisconnectReason;
import io.parley.RecoveryOptions;
import io.parley.RecoveryOutcome;
import io.parley.ServerOptions;
import io.parley.Socket;
import io.parley.engine.CloseReason;
import io.parley.engine.Login;
import io.parley.engine.SessionObserver;
import io.parley.engine.TransportName;
import io.parley.testing.TestClient;
import io.parley.testing.TestServer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A login that expires ends the connection, and no other one; all first requests of the tests come at the epoch. */
final class LoginOverTest {
    @RegisterExtension
    final TestServer server = new TestServer(ServerOptions.builder()
            .recovery(new RecoveryOptions(Duration.ofMinutes(2), false, 100, 1000, 1_000_000, 5, 1000))
            .build());

    private final List<Socket> sockets = new ArrayList<>();
    private final List<String> ends = new ArrayList<>();

    @BeforeEach
    void listen() {
        for (var namespace : List.of("/", "/news")) {
            server.io().of(namespace).on("connection", socket -> {
                sockets.add(socket);
                socket.onDisconnect((reason, details) -> ends.add(namespace + " " + reason + ": " + details));
            });
        }
    }

    @Test
    void tokenOfTheLoginExpires_clientLeavesAllNamespaces_andOthersStay() {
        var ann = loggedIn(seconds(10)).send("40/news,");
        var reasons = new ArrayList<CloseReason>();
        ann.session().observe(new SessionObserver() {
            @Override
            public void closed(CloseReason reason, String description) {
                reasons.add(reason);
            }
        });
        var bob = server.connectWebSocket();
        ann.take();
        var audited = new ArrayList<AuditEvent>();
        server.io().onAudit(audited::add);

        server.advance(Duration.ofSeconds(10).minusNanos(1));
        assertThat(ann.isClosed()).isFalse();
        server.advance(Duration.ofNanos(1));

        assertThat(ann.take()).containsExactly("41", "41/news,");
        assertThat(ann.isExpelled()).isTrue();
        assertThat(reasons).containsExactly(CloseReason.LOGIN_OVER);
        assertThat(audited).singleElement().satisfies(event -> {
            assertThat(event.kind()).isEqualTo(AuditEvent.Kind.SESSION_EXPIRED);
            assertThat(event.reason()).isEqualTo("the login has expired");
        });
        assertThat(ends)
                .containsExactly(
                        "/ server namespace disconnect: the login has expired",
                        "/news server namespace disconnect: the login has expired");
        assertThat(server.io().sockets()).hasSize(1);
        assertThat(bob.send("42[\"still\"]").isClosed()).isFalse();
    }

    @Test
    void tokenThatHasExpired_opensNothingForLong() {
        var late = TestClient.webSocket(server.io().engine(), login(seconds(-1)));
        server.advance(Duration.ofNanos(1));
        assertThat(late.isExpelled()).isTrue();
        assertThat(server.io().engine().size()).isZero();
    }

    @Test
    void poll_getsThePacket_andThenItsSessionIsOver() {
        var polling = TestClient.within("s", server.io().engine(), TransportName.POLLING, login(seconds(10)));
        polling.send("40").poll();
        polling.take();
        polling.poll();
        server.advance(Duration.ofSeconds(10));
        assertThat(polling.take()).containsExactly("41");
        polling.poll();
        assertThat(polling.isExpelled()).isTrue();
        assertThat(server.io().engine().size()).isZero();
    }

    @Test
    void middleware_saysUntilWhen() {
        server.io().use(socket -> socket.expires(seconds(60)));
        var client = server.connectWebSocket();
        server.advance(Duration.ofSeconds(25));
        client.send("3").take();
        server.advance(Duration.ofSeconds(25));
        client.send("3");
        assertThat(client.isClosed()).isFalse();
        client.take();
        server.advance(Duration.ofSeconds(10));
        assertThat(client.take()).containsExactly("41");
        assertThat(client.isExpelled()).isTrue();
    }

    @Test
    void newToken_takesThePlaceOfTheOld() {
        server.io().use(socket -> socket.expires(seconds(10)));
        server.io()
                .on(
                        "connection",
                        socket -> socket.on("token", event -> socket.expires(seconds(event.get(0, Long.class)))));
        var client = server.connectWebSocket().send("42[\"token\",20]");
        server.advance(Duration.ofSeconds(19));
        assertThat(client.isClosed()).isFalse();
        client.send("42[\"token\",19]");
        server.advance(Duration.ofNanos(1));
        assertThat(client.isExpelled()).isTrue();
    }

    @Test
    void earliestOfAllSocketsCounts_whileItIsThere() {
        server.io().of("/news").use(socket -> socket.expires(seconds(10)));
        server.io().use(socket -> socket.expires(seconds(20)));
        var left = server.connectWebSocket().send("40/news,").send("41/news,");
        var stays = server.connectWebSocket().send("40/news,");
        server.advance(Duration.ofSeconds(10));
        assertThat(stays.isExpelled()).isTrue();
        assertThat(left.isClosed()).isFalse();
        server.advance(Duration.ofSeconds(10));
        assertThat(left.isExpelled()).isTrue();
    }

    @Test
    void laterThanTheTokenOfTheLogin_doesNotCount() {
        server.io().use(socket -> socket.expires(Instant.MAX));
        var client = loggedIn(seconds(10));
        server.advance(Duration.ofSeconds(10));
        assertThat(client.isExpelled()).isTrue();
    }

    @Test
    void expiryInThePast_endsTheConnectionAtOnce() {
        server.io().use(socket -> socket.expires(Instant.MIN));
        var client = server.openWebSocket().send("40");
        server.advance(Duration.ofNanos(1));
        assertThat(client.take()).last().isEqualTo("41");
        assertThat(client.isExpelled()).isTrue();
    }

    @Test
    void expiryIsTheConnections_alsoAfterTheUpgrade() {
        server.io().use(socket -> socket.expires(seconds(10)));
        var polling = server.connectPolling();
        var webSocket = polling.upgrade().send("2probe");
        polling.poll();
        webSocket.send("5").take();
        server.advance(Duration.ofSeconds(10));
        assertThat(webSocket.take()).containsExactly("41");
        assertThat(webSocket.isExpelled()).isTrue();
    }

    @Test
    void refusedToken_isTold_andTheConnectionLives() {
        server.io().use(socket -> {
            throw new ConnectionRefusedException("token expired");
        });
        var client = server.openWebSocket().send("40");
        assertThat(client.take()).containsExactly("44{\"message\":\"token expired\"}");
        assertThat(client.isClosed()).isFalse();
    }

    @Test
    void whoIsExpelled_isNotRecovered() {
        server.io().use(socket -> socket.expires(seconds(10)));
        var client = server.openWebSocket().send("40");
        var pid = client.take().get(0).split("\"pid\":\"")[1].split("\"")[0];
        server.advance(Duration.ofSeconds(10));
        server.openWebSocket().send("40{\"pid\":\"" + pid + "\"}");
        assertThat(sockets.get(1).recoveryOutcome()).isEqualTo(RecoveryOutcome.UNKNOWN);
    }

    @Test
    void whoComesBackWithAnotherLogin_isNotRecovered() {
        var client = loggedIn(seconds(10));
        var pid = client.take().get(1).split("\"pid\":\"")[1].split("\"")[0];
        client.breakOff();
        TestClient.webSocket(server.io().engine(), () -> "bob").send("40{\"pid\":\"" + pid + "\"}");
        assertThat(sockets.get(1).recoveryOutcome()).isEqualTo(RecoveryOutcome.OTHER_USER);
        server.openWebSocket().send("40{\"pid\":\"" + pid + "\"}");
        assertThat(sockets.get(2).recoveryOutcome()).isEqualTo(RecoveryOutcome.OTHER_USER);
        assertThat(ends).hasSize(1).first().asString().startsWith("/ " + DisconnectReason.TRANSPORT_CLOSE);
    }

    private TestClient loggedIn(Instant until) {
        return TestClient.webSocket(server.io().engine(), login(until)).send("40");
    }

    private static Login login(Instant until) {
        return new Login(() -> "ann", Set.of(), until);
    }

    private static Instant seconds(long seconds) {
        return Instant.EPOCH.plusSeconds(seconds);
    }
}
