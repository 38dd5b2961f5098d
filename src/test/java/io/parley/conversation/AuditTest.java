package io.parley.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.AuditEvent;
import io.parley.AuditEvent.Kind;
import io.parley.ConnectionRefusedException;
import io.parley.RecoveryOptions;
import io.parley.ServerOptions;
import io.parley.Socket;
import io.parley.engine.Refusal;
import io.parley.testing.TestClient;
import io.parley.testing.TestServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What who watches over security hears, and what never. */
final class AuditTest {
    @RegisterExtension
    final TestServer server = new TestServer(ServerOptions.builder()
            .maxNamespaces(2)
            .recovery(RecoveryOptions.defaults())
            .engine(engine -> engine.maxEventRate(1, 2).maxQueuedBytes(2_000))
            .build());

    private final List<AuditEvent> heard = new ArrayList<>();

    private void listen() {
        server.io().onAudit(heard::add);
    }

    private List<String> told() {
        return heard.stream()
                .map(event -> event.kind() + ": " + event.reason() + " in " + event.namespace() + " by " + event.user())
                .toList();
    }

    @Test
    void aUserWhoJoins_hasLoggedIn_andAnonymousClientsHaveNot() {
        listen();
        server.connectWebSocket();
        assertThat(heard).isEmpty();
        server.io().use(socket -> socket.user("ann"));
        var client = server.connectWebSocket();
        assertThat(heard)
                .containsExactly(new AuditEvent(
                        Kind.LOGIN,
                        "connected",
                        "/",
                        "ann",
                        "127.0.0.1",
                        AuditEvent.nameOf(client.session().id())));
    }

    @Test
    void thePrincipalOfTheContainer_isWho_evenBeforeANamespaceIsJoined() {
        listen();
        TestClient.webSocket(server.io().engine(), () -> "ben").send("40/nowhere,");
        assertThat(told()).containsExactly("namespace-refused: Invalid namespace in null by ben");
    }

    @Test
    void aNamespace_isRefusedByTheServerAndByMiddlewares() {
        listen();
        server.io().of("/a").use(socket -> {
            throw new ConnectionRefusedException("secret words", Map.of());
        });
        server.io().of("/b");
        server.openWebSocket().send("40").send("40/b,").send("40/c,").send("40/a,");
        server.openWebSocket().send("40/a,{\"token\":\"secret\"}");
        assertThat(told())
                .containsExactly(
                        "limit-hit: namespaces in null by null",
                        "namespace-refused: too many namespaces in null by null",
                        "limit-hit: namespaces in null by null",
                        "namespace-refused: too many namespaces in null by null",
                        "namespace-refused: a middleware in /a by null");
    }

    @Test
    void anEvent_isRefusedByAMiddleware_orTheApplicationSaysSo() {
        listen();
        var sockets = new ArrayList<Socket>();
        server.io().on("connection", socket -> {
            sockets.add(socket);
            socket.use(event -> {
                throw new IllegalStateException("no " + event.get(0));
            });
            socket.onError(error -> {});
        });
        server.connectWebSocket().send("42[\"delete\",\"secret\"]");
        sockets.get(0).audit(Kind.EVENT_REFUSED, "the role admin is missing");
        assertThat(told())
                .containsExactly(
                        "event-refused: a middleware in / by null",
                        "event-refused: the role admin is missing in / by null");
    }

    @Test
    void whoSendsTooMuch_andWhoTakesTooLittle() {
        listen();
        var fast = server.connectWebSocket();
        IntStream.range(0, 4).forEach(i -> fast.send("42[\"a\"]"));
        var slow = server.connectWebSocket();
        slow.stall();
        server.io().local().emit("first");
        server.io().local().emit("big", "x".repeat(1_500));
        server.io().local().emit("big", "x".repeat(1_500));
        assertThat(heard).extracting(AuditEvent::kind).contains(Kind.RATE_LIMITED, Kind.SLOW_CONSUMER);
        assertThat(heard)
                .filteredOn(event -> event.kind() == Kind.SLOW_CONSUMER)
                .extracting(AuditEvent::session)
                .containsExactly(AuditEvent.nameOf(slow.session().id()));
    }

    @Test
    void aRequestThatIsRefused_andOneOfAnotherOrigin() {
        listen();
        var request = TestClient.request(Map.of());
        server.io().engine().refused(() -> request, Refusal.overloaded());
        server.io().engine().refused(() -> request, Refusal.badRequest("of somebody else", Map.of()));
        server.io().engine().refused(() -> request, Refusal.forbiddenOrigin("https://evil.example"));
        assertThat(heard)
                .containsExactly(
                        new AuditEvent(Kind.REFUSE, "too-many-sessions", null, null, "127.0.0.1", null),
                        new AuditEvent(Kind.REFUSE, "bad-request", null, null, "127.0.0.1", null),
                        new AuditEvent(Kind.ORIGIN_REFUSED, "invalid-origin", null, null, "127.0.0.1", null));
        assertThat(Refusal.reasons()).contains("too-many-sessions", "bad-request", "invalid-origin");
    }

    @Test
    void aClientThatIsNotRecovered() {
        listen();
        server.openWebSocket().send("40{\"pid\":\"never-was\",\"offset\":\"x\"}");
        assertThat(told()).containsExactly("recovery-refused: unknown in / by null");
    }

    @Test
    void aLimitWithoutASession_andLossyPackets() {
        listen();
        server.io().on("connection", socket -> socket.on("x", event -> {}));
        var client = server.connectWebSocket();
        client.stall();
        server.io().local().emit("first");
        server.io().lossy().emit("dropped");
        assertThat(heard).isEmpty();
        var names = IntStream.range(0, 300).mapToObj(i -> "r" + i).toArray(String[]::new);
        server.io().socketsJoin(names);
        assertThat(told()).containsExactly("limit-hit: rooms in null by null");
    }

    @Test
    void aListenerThatThrows_harmsNobody() {
        server.io().onAudit(event -> {
            throw new IllegalStateException("a listener that fails");
        });
        listen();
        server.io().use(socket -> socket.user("ann"));
        var client = server.connectWebSocket();
        server.advance(Duration.ofSeconds(1));
        assertThat(client.isClosed()).isFalse();
        assertThat(heard).hasSize(1);
    }

    @Test
    void anId_isNamedByItsHash() {
        assertThat(AuditEvent.nameOf("abc")).isEqualTo("ba7816bf8f01cfea"); // of the examples in FIPS 180
    }
}
