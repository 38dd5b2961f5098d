package io.parley.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.ConnectionRefusedException;
import io.parley.RecoveryOptions;
import io.parley.ServerOptions;
import io.parley.Socket;
import io.parley.engine.Revision;
import io.parley.testing.Fact;
import io.parley.testing.TestClient;
import io.parley.testing.TestServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Clients of Socket.IO 2, over Engine.IO 3: socketio-facts 1.9. */
final class OldClientsTest {
    @RegisterExtension
    final TestServer server = new TestServer();

    private final List<Socket> sockets = new ArrayList<>();

    @Fact("1.3 first answer")
    @Test
    void root_isJoinedUnasked_andAnsweredInThePollAfterTheHandshake() {
        server.io().on("connection", sockets::add);
        var client = TestClient.polling(server.io().engine(), Revision.V3);
        assertThat(client.take())
                .singleElement()
                .asString()
                .startsWith("0{\"sid\":\"id-1\",\"upgrades\":[\"websocket\"]");
        assertThat(client.poll().take()).containsExactly("40");
        assertThat(sockets).singleElement().satisfies(socket -> {
            assertThat(socket.id()).isEqualTo("id-1");
            assertThat(socket.handshake().auth()).isEmpty();
        });
    }

    @Test
    void root_isJoinedUnasked_onWebSocket() {
        assertThat(open().take()).element(1).isEqualTo("40");
    }

    @Test
    void currentClient_isNotJoinedUnasked() {
        server.io().on("connection", sockets::add);
        assertThat(TestClient.webSocket(server.io().engine()).take()).hasSize(1);
        assertThat(sockets).isEmpty();
    }

    @Test
    void eventsAndAcks_areAsEver() {
        server.io().on("connection", socket -> {
            socket.on("hi", event -> event.ack("hello", new byte[] {1}));
            socket.emit("welcome");
        });
        var client = open();
        assertThat(client.take()).endsWith("40", "42[\"welcome\"]");
        assertThat(client.send("427[\"hi\"]").take())
                .containsExactly("461-7[\"hello\",{\"_placeholder\":true,\"num\":0}]", "bAQ==");
    }

    @Test
    void namespace_isAnsweredWithoutPayload_andItsQueryIsTheAuth() {
        server.io().of("/admin").on("connection", sockets::add);
        var client = joined();
        assertThat(client.send("40/admin?token=a%20b&n=1&n=2,").take()).containsExactly("40/admin,");
        assertThat(sockets).singleElement().satisfies(socket -> {
            assertThat(socket.id()).isEqualTo("/admin#id-1");
            assertThat(socket.handshake().auth()).isEqualTo(Map.of("token", "a b", "n", "2"));
        });
        sockets.get(0).emit("x");
        assertThat(client.take()).containsExactly("42/admin,[\"x\"]");
    }

    @Test
    void packetsForANamespaceWithItsQuery_areForTheNamespace() {
        var names = new ArrayList<String>();
        server.io().of("/admin").on("connection", socket -> {
            socket.on("x", event -> names.add(event.name()));
            socket.onDisconnect(reason -> names.add(reason.toString()));
        });
        joined().send("40/admin?a=1,").send("42/admin?a=1,[\"x\"]").send("41/admin?a=1,");
        assertThat(names).containsExactly("x", "client namespace disconnect");
    }

    @Test
    void currentClient_hasNoQueryInANamespace() {
        server.io().of("/admin");
        var client = server.connectWebSocket();
        assertThat(client.send("40/admin?a=1,").take())
                .containsExactly("44/admin?a=1,{\"message\":\"Invalid namespace\"}");
    }

    @Test
    void unknownNamespace_isRefusedWithAnObject() {
        assertThat(joined().send("40/nope").take()).containsExactly("44/nope,{\"message\":\"Invalid namespace\"}");
    }

    @Test
    void middlewareOfTheRoot_refusesWithItsMessage() {
        server.io().use(socket -> {
            throw new ConnectionRefusedException("not \"ok\"");
        });
        assertThat(open().take()).element(1).isEqualTo("44\"not \\\"ok\\\"\"");
    }

    @Test
    void middleware_refusesWithItsDataAlone() {
        server.io().of("/admin").use(socket -> {
            throw new ConnectionRefusedException("no", Map.of("code", 401));
        });
        assertThat(joined().send("40/admin,").take()).containsExactly("44/admin,{\"code\":401}");
    }

    @Test
    void middlewareThatFails_refusesWithoutTellingWhy() {
        server.io().of("/admin").use(socket -> {
            throw new IllegalStateException("secret");
        });
        assertThat(joined().send("40/admin,").take()).containsExactly("44/admin,\"Internal error\"");
    }

    @Test
    void clientThatIsRefusedEverywhere_isClosedInTime() {
        server.io().use(socket -> {
            throw new ConnectionRefusedException("no");
        });
        var client = open();
        server.advance(Duration.ofMillis(44_999));
        assertThat(client.isClosed()).isFalse();
        server.advance(Duration.ofMillis(1));
        assertThat(client.isClosed()).isTrue();
    }

    @Test
    void disconnection_isToldAsEver() {
        server.io().on("connection", sockets::add);
        var client = joined();
        sockets.get(0).disconnect();
        assertThat(client.take()).containsExactly("41");
    }

    @Test
    void oneBroadcast_reachesClientsOfBothRevisions() {
        var old = joined();
        var current = server.connectWebSocket();
        server.io().emit("news", new byte[] {1, 2});
        assertThat(old.take())
                .isEqualTo(current.take())
                .containsExactly("451-[\"news\",{\"_placeholder\":true,\"num\":0}]", "bAQI=");
    }

    @Test
    void recovery_isNotOfferedToOldClients() {
        var recovering = new TestServer(
                ServerOptions.builder().recovery(RecoveryOptions.defaults()).build());
        recovering.io().of("/admin").on("connection", sockets::add);
        var client = TestClient.webSocket(recovering.io().engine(), Revision.V3);
        assertThat(client.take()).element(1).isEqualTo("40");
        assertThat(client.send("40/admin?pid=x&offset=y,").take()).containsExactly("40/admin,");
        assertThat(sockets).singleElement().satisfies(socket -> assertThat(socket.recovered())
                .isFalse());
    }

    private TestClient open() {
        return TestClient.webSocket(server.io().engine(), Revision.V3);
    }

    private TestClient joined() {
        var client = open();
        assertThat(client.take()).element(1).isEqualTo("40");
        return client;
    }
}
