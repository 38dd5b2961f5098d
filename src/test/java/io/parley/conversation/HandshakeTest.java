package io.parley.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.ConnectionRefusedException;
import io.parley.ServerOptions;
import io.parley.Socket;
import io.parley.testing.Fact;
import io.parley.testing.TestClient;
import io.parley.testing.TestServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From the first packet to the connection listener, and how clients are refused. */
final class HandshakeTest {
    @RegisterExtension
    final TestServer server = new TestServer();

    @Test
    void initialPacket_comesBehindTheHandshake() {
        var options = ServerOptions.builder()
                .engine(engine -> engine.initialPacket("2[\"welcome\"]"))
                .build();
        var client = TestClient.webSocket(new TestServer(options).io().engine());
        assertThat(client.take())
                .satisfiesExactly(open -> assertThat(open).startsWith("0{"), packet -> assertThat(packet)
                        .isEqualTo("42[\"welcome\"]"));
    }

    @Test
    void firstPacketOfPollingSession_offersUpgrade() {
        var client = TestClient.polling(server.io().engine());
        assertThat(client.take())
                .containsExactly("0{\"sid\":\"id-1\",\"upgrades\":[\"websocket\"],\"pingInterval\":25000,"
                        + "\"pingTimeout\":20000,\"maxPayload\":1000000}");
    }

    @Test
    void firstPacketOfWebSocketSession_offersNoUpgrade() {
        var client = TestClient.webSocket(server.io().engine());
        assertThat(client.take()).singleElement().asString().contains("\"upgrades\":[]");
    }

    @Fact("1.10 CONNECT accepted")
    @Test
    void connect_isAnsweredWithAnIdOfItsOwn_beforeWhatTheListenerEmits() {
        server.io().on("connection", socket -> socket.emit("hello", socket.id()));
        var client = server.openWebSocket().send("40");
        assertThat(client.take()).containsExactly("40{\"sid\":\"id-2\"}", "42[\"hello\",\"id-2\"]");
    }

    @Fact("1.3 first answer")
    @Test
    void connect_onPolling_isAnsweredByTheNextPoll() {
        var client = server.openPolling().send("40");
        assertThat(client.take()).isEmpty();
        assertThat(client.poll().take()).containsExactly("40{\"sid\":\"id-2\"}");
    }

    @Fact("1.10 CONNECT with credentials")
    @Test
    void auth_isInTheHandshake() {
        var seen = new ArrayList<Object>();
        server.io().on("connection", socket -> seen.add(socket.handshake().auth()));
        server.openWebSocket().send("40{\"token\":\"x\",\"n\":1}");
        assertThat(seen).containsExactly(Map.of("token", "x", "n", 1L));
    }

    @Fact("1.10 CONNECT with credentials")
    @Test
    void auth_isThatOfEachNamespace() {
        var seen = new ArrayList<Object>();
        server.io().on("connection", socket -> seen.add(socket.handshake().auth()));
        server.io()
                .of("/admin")
                .on("connection", socket -> seen.add(socket.handshake().auth()));
        server.openWebSocket().send("40").send("40/admin,{\"token\":\"x\"}");
        assertThat(seen).containsExactly(Map.of(), Map.of("token", "x"));
    }

    @Fact({"1.10 CONNECT with credentials that are no object", "1.10 comma without a namespace"})
    @ParameterizedTest
    @ValueSource(strings = {"40[\"x\"]", "40\"x\"", "40null", "40,{\"token\":\"x\"}"})
    void auth_thatIsNoObject_closesTheConnection(String connect) {
        var client = server.openWebSocket().send(connect);
        assertThat(client.isClosed()).isTrue();
        assertThat(client.take()).isEmpty();
        assertThat(server.io().sockets()).isEmpty();
    }

    @Fact("1.10 two namespaces in one payload")
    @Test
    void severalNamespaces_inOnePayload_areAllJoined() {
        server.io().of("/admin");
        var client = server.openPolling().send("40\u001e40/admin,");
        assertThat(client.poll().take()).containsExactly("40{\"sid\":\"id-2\"}", "40/admin,{\"sid\":\"id-3\"}");
    }

    @Fact("1.10 CONNECT to an unknown namespace")
    @Test
    void unknownNamespace_isRefused_andTheConnectionStaysOpen() {
        var client = server.openWebSocket().send("40/nope,");
        assertThat(client.take()).containsExactly("44/nope,{\"message\":\"Invalid namespace\"}");
        assertThat(client.send("40").take()).containsExactly("40{\"sid\":\"id-2\"}");
    }

    @Fact("1.10 CONNECT refused by a middleware")
    @Test
    void middleware_refusesWithMessageAndData() {
        server.io().of("/admin").use(socket -> {
            throw new ConnectionRefusedException("unauthorized", Map.of("code", 401));
        });
        var client = server.openWebSocket().send("40/admin,");
        assertThat(client.take())
                .containsExactly("44/admin,{\"message\":\"unauthorized\",\"data\":{\"code\":401}}")
                .allSatisfy(text -> assertThat(text).startsWith("44"));
        assertThat(server.io().of("/admin").sockets()).isEmpty();
    }

    @Fact("1.10 CONNECT refused by a middleware")
    @Test
    void middleware_refusesWithoutData() {
        server.io().of("/admin").use(socket -> {
            throw new ConnectionRefusedException("unauthorized");
        });
        assertThat(server.openWebSocket().send("40/admin,").take())
                .containsExactly("44/admin,{\"message\":\"unauthorized\"}");
    }

    @Test
    void refusedClient_hasNoMoreTimeToJoinThanOthers() {
        server.io().of("/admin").use(socket -> {
            throw new ConnectionRefusedException("unauthorized");
        });
        var client = server.openWebSocket().send("40/admin,");
        server.advance(Duration.ofSeconds(25));
        client.send("3");
        server.advance(Duration.ofMillis(19_999));
        assertThat(client.isClosed()).isFalse();
        server.advance(Duration.ofMillis(1));
        assertThat(client.isClosed()).isTrue();
    }

    @Test
    void middlewareThatFails_refusesWithoutTellingWhy() {
        server.io().use(socket -> {
            throw new IllegalStateException("secret");
        });
        assertThat(server.openWebSocket().send("40").take()).containsExactly("44{\"message\":\"Internal error\"}");
    }

    @Fact("1.10 packets before the CONNECT answer")
    @Test
    void middlewares_runInOrder_andMayEmitAndJoinBeforeTheAnswer() {
        server.io().use(socket -> {
            socket.data().put("steps", new ArrayList<>(List.of("first")));
            socket.join("early");
            socket.emit("before");
        });
        server.io().use(socket -> steps(socket).add("second"));
        var seen = new ArrayList<Object>();
        server.io()
                .on(
                        "connection",
                        socket -> seen.add(List.of(steps(socket), socket.rooms().contains("early"))));
        var client = server.openWebSocket().send("40");
        assertThat(client.take()).containsExactly("42[\"before\"]", "40{\"sid\":\"id-2\"}");
        assertThat(seen).containsExactly(List.of(List.of("first", "second"), true));
    }

    @Fact("1.10 event right behind CONNECT")
    @Test
    void eventSentTogetherWithConnect_reachesTheListenerOfTheConnectionListener() {
        server.io().on("connection", socket -> socket.on("hi", event -> event.ack("hello")));
        server.world().holdHandlers();
        var client = server.openWebSocket().send("40").send("421[\"hi\"]");
        server.world().releaseHandlers();
        assertThat(client.take()).containsExactly("40{\"sid\":\"id-2\"}", "431[\"hello\"]");
    }

    @Fact("1.10 second CONNECT to a namespace")
    @Test
    void secondConnect_closesTheConnection() {
        var client = server.connectWebSocket().send("40");
        assertThat(client.isClosed()).isTrue();
        assertThat(client.take()).isEmpty();
    }

    @Fact("1.10 second CONNECT in one payload")
    @Test
    void secondConnect_inOnePayload_closesTheConnection_andNoSocketComesToBe() {
        var connected = new ArrayList<Socket>();
        server.io().on("connection", connected::add);
        server.world().holdHandlers();
        var client = server.openPolling().send("40\u001e40");
        server.world().releaseHandlers();
        client.poll();
        assertThat(client.isClosed()).isTrue();
        assertThat(client.take()).isEmpty();
        assertThat(connected).isEmpty();
    }

    @Test
    void connectWhileConnecting_closesTheConnection_andNoSocketComesToBe() {
        var connected = new ArrayList<Socket>();
        server.io().on("connection", connected::add);
        server.world().holdHandlers();
        var client = server.openWebSocket().send("40").send("40");
        server.world().releaseHandlers();
        assertThat(client.isClosed()).isTrue();
        assertThat(connected).isEmpty();
        assertThat(server.io().sockets()).isEmpty();
    }

    @Fact("1.10 no namespace joined in time")
    @Test
    void connectionThatJoinsNoNamespace_isClosedAfterTheConnectTimeout() {
        var client = server.openWebSocket();
        server.advance(Duration.ofSeconds(20));
        client.send("3");
        server.advance(Duration.ofMillis(24_999));
        assertThat(client.isClosed()).isFalse();
        server.advance(Duration.ofMillis(1));
        assertThat(client.isClosed()).isTrue();
        assertThat(server.io().connections()).isZero();
    }

    @Fact("1.10 all namespaces left later")
    @Test
    void connectionThatLeftAllNamespaces_staysOpen() {
        var client = server.connectWebSocket().send("41");
        for (int i = 0; i < 4; i++) {
            server.advance(Duration.ofSeconds(25));
            assertThat(client.take()).containsExactly("2");
            client.send("3");
        }
        assertThat(client.isClosed()).isFalse();
        assertThat(client.send("40").take()).hasSize(1);
    }

    @Test
    void seventeenthNamespace_isRefused() {
        for (int i = 0; i < 17; i++) {
            server.io().of("/n" + i);
        }
        var client = server.openWebSocket();
        for (int i = 0; i < 16; i++) {
            client.send("40/n" + i + ",");
        }
        client.take();
        assertThat(client.send("40/n16,").take()).containsExactly("44/n16,{\"message\":\"too many namespaces\"}");
    }

    @SuppressWarnings("unchecked")
    private static List<Object> steps(Socket socket) {
        return (List<Object>) socket.data().get("steps");
    }
}
