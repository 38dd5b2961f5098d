package io.parley.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.RemoteSocket;
import io.parley.Socket;
import io.parley.testing.TestClient;
import io.parley.testing.TestServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Asking, finding, moving and disconnecting many sockets at once. */
final class ManySocketsTest {
    @RegisterExtension
    final TestServer server = new TestServer();

    private final List<Socket> sockets = new ArrayList<>();
    private final List<String> log = new ArrayList<>();
    private TestClient a;
    private TestClient b;

    @BeforeEach
    void connectTwo() {
        server.io().on("connection", sockets::add);
        a = server.connectWebSocket();
        b = server.connectWebSocket();
    }

    @Test
    void socket_isFoundByItsId_notByARoom() {
        var found = new ArrayList<Socket>();
        server.io().on("connection", found::add);
        server.connectWebSocket();
        var socket = found.get(found.size() - 1);
        socket.join("room");
        var namespace = server.io().of("/");
        assertThat(namespace.socket(socket.id())).contains(socket);
        assertThat(namespace.socket("room")).isEmpty();
    }

    @Test
    void question_isAnsweredByAll() {
        var answers =
                server.io().timeout(Duration.ofSeconds(1)).emitWithAck("ready?").toCompletableFuture();
        assertThat(a.take()).containsExactly("420[\"ready?\"]");
        assertThat(b.take()).containsExactly("420[\"ready?\"]");
        a.send("430[\"yes\"]");
        assertThat(answers).isNotDone();
        b.send("430[\"no\"]");
        assertThat(answers.join().isComplete()).isTrue();
        assertThat(answers.join().bySocket().get(id(0)).get(0)).isEqualTo("yes");
        assertThat(answers.join().bySocket().get(id(1)).get(0)).isEqualTo("no");
        assertThat(server.world().time.waiting()).isEqualTo(2);
    }

    @Test
    void questionTooLate_tellsWhoDidNotAnswer() {
        var answers =
                server.io().timeout(Duration.ofSeconds(1)).emitWithAck("ready?").toCompletableFuture();
        b.send("430[]");
        server.advance(Duration.ofSeconds(1));
        assertThat(answers.join().missing()).containsExactly(id(0));
        assertThat(answers.join().bySocket()).containsOnlyKeys(id(1));
        a.send("430[]");
        assertThat(a.isClosed()).isFalse();
    }

    @Test
    void questionToOneWhoLeaves_isOverAtOnce() {
        var answers = server.io().emitWithAck("ready?").toCompletableFuture();
        b.send("430[]");
        a.breakOff();
        assertThat(answers.join().missing()).containsExactly(id(0));
    }

    @Test
    void questionToNobody_isOverAtOnce() {
        var answers = server.io().to("nowhere").emitWithAck("ready?").toCompletableFuture();
        assertThat(answers.join().bySocket()).isEmpty();
        assertThat(answers.join().isComplete()).isTrue();
    }

    @Test
    void socketsAreFetched_asTheyAre() {
        sockets.get(0).join("r");
        sockets.get(0).data().put("name", "x");
        var fetched = server.io().in("r").fetchSockets().toCompletableFuture().join();
        assertThat(fetched.isComplete()).isTrue();
        assertThat(fetched.sockets()).singleElement().satisfies(found -> {
            assertThat(found.id()).isEqualTo(id(0));
            assertThat(found.rooms()).containsExactlyInAnyOrder("r", id(0));
            assertThat(found.data()).isEqualTo(Map.of("name", "x"));
            assertThat(found.handshake().address()).isEqualTo("127.0.0.1");
        });
        assertThat(server.io().fetchSockets().toCompletableFuture().join().sockets())
                .hasSize(2);
    }

    @Test
    void remoteSocket_isReached() {
        var remote = fetchFirst();
        remote.emit("hi");
        assertThat(a.take()).containsExactly("42[\"hi\"]");
        assertThat(b.take()).isEmpty();
        var answer = remote.emitWithAck(Duration.ofSeconds(1), "sure?").toCompletableFuture();
        a.send("430[true]");
        assertThat(answer.join().get(0)).isEqualTo(true);
        remote.join("r");
        assertThat(sockets.get(0).rooms()).contains("r");
        remote.leave("r");
        assertThat(sockets.get(0).rooms()).containsExactly(id(0));
        a.take();
        remote.disconnect(false);
        assertThat(a.take()).containsExactly("41");
    }

    @Test
    void socketsAreMoved_andDisconnected() {
        server.io().socketsJoin("r", "s", "r");
        server.io().except(id(1)).socketsLeave("r");
        assertThat(sockets.get(0).rooms()).containsExactlyInAnyOrder("s", id(0));
        assertThat(sockets.get(1).rooms()).containsExactlyInAnyOrder("r", "s", id(1));
        server.io().in("r").disconnectSockets(true);
        assertThat(b.isClosed()).isTrue();
        assertThat(a.isClosed()).isFalse();
    }

    @Test
    void roomEvents_areTold_inOrder() {
        server.io()
                .of("/")
                .roomEvents()
                .onCreated(room -> log.add("create " + room))
                .onJoined((room, id) -> log.add("join " + room + " " + id))
                .onLeft((room, id) -> log.add("leave " + room + " " + id))
                .onDeleted(room -> log.add("delete " + room));
        sockets.get(0).join("r");
        sockets.get(1).join("r");
        sockets.get(0).leave("r");
        b.breakOff();
        assertThat(log)
                .containsExactly(
                        "create r",
                        "join r " + id(0),
                        "join r " + id(1),
                        "leave r " + id(0),
                        "leave r " + id(1),
                        "delete r",
                        "leave " + id(1) + " " + id(1),
                        "delete " + id(1));
    }

    @Test
    void roomSize_countsThisNodesSockets() {
        server.io().socketsJoin("r");
        assertThat(server.io().of("/").roomSize("r")).isEqualTo(2);
        assertThat(server.io().of("/").roomSize(id(0))).isEqualTo(1);
        assertThat(server.io().of("/").roomSize("none")).isZero();
    }

    private RemoteSocket fetchFirst() {
        return server.io()
                .to(id(0))
                .fetchSockets()
                .toCompletableFuture()
                .join()
                .sockets()
                .get(0);
    }

    private String id(int socket) {
        return sockets.get(socket).id();
    }

    @Test
    void join_isRefusedBeyondTheBound() {
        var socket = sockets.get(0);
        for (int i = 0; i < 255; i++) {
            socket.join("r" + i);
        }
        server.io().socketsJoin("one more");
        assertThat(socket.rooms()).hasSize(256).doesNotContain("one more");
        assertThat(Set.copyOf(sockets.get(1).rooms())).contains("one more");
    }
}
