package io.parley.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.ConnectionRefusedException;
import io.parley.EventCounters;
import io.parley.LatencyListener;
import io.parley.ServerOptions;
import io.parley.Socket;
import io.parley.SocketIoServer;
import io.parley.engine.Refusal;
import io.parley.engine.SessionCounters;
import io.parley.engine.SessionCounters.Traffic;
import io.parley.testing.TestClient;
import io.parley.testing.TestServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is counted of sessions and of events. */
final class CountersTest {
    @RegisterExtension
    final TestServer server = new TestServer(ServerOptions.builder()
            .engine(engine -> engine.maxQueuedBytes(2_000))
            .maxPendingAcks(1)
            .build());

    private final List<Socket> sockets = new ArrayList<>();
    private final List<String> latencies = new ArrayList<>();

    private SessionCounters sessions() {
        return server.io().engine().sessionCounters();
    }

    private EventCounters events() {
        return events("/");
    }

    private EventCounters events(String namespace) {
        return Objects.requireNonNull(server.io().eventCounters().get(namespace));
    }

    private TestClient connect() {
        if (sockets.isEmpty()) {
            server.io().on("connection", sockets::add);
        }
        return server.connectWebSocket();
    }

    @Test
    void sessions_byTransport_andWhyTheyHaveEnded() {
        var polling = server.openPolling();
        var webSocket = server.openWebSocket();
        server.openPolling().upgrade().send("2probe").send("5");
        assertThat(sessions().open()).isEqualTo(Map.of("polling", 1L, "websocket", 2L));
        assertThat(sessions().opened()).isEqualTo(Map.of("polling", 2L, "websocket", 1L));
        assertThat(sessions().upgraded()).isEqualTo(1);

        webSocket.breakOff();
        polling.poll().send("1");
        server.advance(Duration.ofSeconds(46));
        assertThat(sessions().open()).isEqualTo(Map.of("polling", 0L, "websocket", 0L));
        assertThat(sessions().closed())
                .containsEntry("transport close", 2L)
                .containsEntry("ping timeout", 1L)
                .containsEntry("parse error", 0L);
    }

    @Test
    void packetsAndBytes_inBothDirections() {
        var client = connect();
        var in = sessions().received();
        var out = sessions().sent();
        client.send("42[\"\u00e4\"]");
        assertThat(sessions().received()).isEqualTo(new Traffic(in.packets() + 1, in.bytes() + 8));
        server.io().emit("hello");
        assertThat(sessions().sent()).isEqualTo(new Traffic(out.packets() + 1, out.bytes() + 11));
        server.advance(Duration.ofSeconds(25));
        assertThat(sessions().sent()).isEqualTo(new Traffic(out.packets() + 2, out.bytes() + 12));
    }

    @Test
    void queuedBytes_areThoseThatWait_whateverBecomesOfThem() {
        var slow = connect();
        var dying = connect();
        slow.stall();
        dying.stall();
        server.io().emit("first");
        server.io().emit("x", "y".repeat(1_000));
        assertThat(sessions().queuedBytes()).isEqualTo(2 * 1_010);
        dying.breakOff();
        assertThat(sessions().queuedBytes()).isEqualTo(1_010);
        slow.resume();
        assertThat(sessions().queuedBytes()).isZero();
        slow.stall();
        server.io().emit("first");
        server.io().emit("x", "y".repeat(1_500));
        server.io().emit("x", "y".repeat(1_500));
        assertThat(slow.isClosed()).isTrue();
        assertThat(sessions().queuedBytes()).isZero();
    }

    @Test
    void refusals_byReason() {
        var request = TestClient.request(Map.of());
        server.io().engine().refused(() -> request, Refusal.overloaded());
        server.io().engine().refused(() -> request, Refusal.badRequest("words of a client", Map.of()));
        assertThat(sessions().refused())
                .containsEntry("too-many-sessions", 1L)
                .containsEntry("bad-request", 1L)
                .containsOnlyKeys(Refusal.reasons());
    }

    @Test
    void sockets_thatComeAndGo_andThatAreRefused() {
        server.io().use(socket -> {
            if (socket.handshake().auth().containsKey("bad")) {
                throw new ConnectionRefusedException("no");
            }
        });
        var client = connect();
        connect();
        server.openWebSocket().send("40{\"bad\":1}");
        client.send("41");
        assertThat(events().connects()).isEqualTo(2);
        assertThat(events().connected()).isEqualTo(1);
        assertThat(events().refused()).isEqualTo(1);
        assertThat(events().disconnects())
                .containsEntry("client namespace disconnect", 1L)
                .containsEntry("transport close", 0L);
    }

    @Test
    void events_areHandled_fail_orAreUnknown() {
        var client = connect();
        var socket = sockets.get(0);
        socket.onError(failure -> {});
        socket.on("good", event -> server.advance(Duration.ofMillis(3)));
        socket.on("bad", event -> {
            throw new IllegalStateException("a listener that fails");
        });
        client.send("42[\"good\"]").send("42[\"good\"]").send("42[\"bad\"]").send("42[\"strange\"]");
        assertThat(events().received()).isEqualTo(4);
        assertThat(events().handled()).isEqualTo(2);
        assertThat(events().failed()).isEqualTo(1);
        assertThat(events().unknown()).isEqualTo(1);
        assertThat(events().handling()).isEqualTo(Duration.ofMillis(6));

        socket.use(event -> {
            throw new IllegalStateException("a middleware that refuses");
        });
        client.send("42[\"good\"]");
        assertThat(events().failed()).isEqualTo(2);
    }

    @Test
    void catchAllListeners_makeEventsKnown() {
        var client = connect();
        sockets.get(0).onAny(event -> {});
        client.send("42[\"strange\"]");
        assertThat(events().handled()).isEqualTo(1);
        assertThat(events().unknown()).isZero();
    }

    @Test
    void whatIsSent_countsOnceForEachSocket() {
        connect();
        connect();
        server.io().emit("to both");
        server.io().to("nobody").emit("to none");
        sockets.get(0).emit("to one");
        assertThat(events().sent()).isEqualTo(3);
    }

    @Test
    void acks_inBothDirections_andThoseThatDoNotCome() {
        server.io().onLatency(new LatencyListener() {
            @Override
            public void handled(String namespace, long nanos) {
                latencies.add(namespace + " handled in " + nanos);
            }

            @Override
            public void answered(String namespace, long nanos) {
                latencies.add(namespace + " answered in " + nanos);
            }
        });
        var client = connect();
        var socket = sockets.get(0);
        socket.on("hi", event -> {
            event.ack(1);
            event.ack(2);
        });
        client.send("427[\"hi\"]");
        assertThat(events().acksSent()).isEqualTo(1);

        var answer = socket.emitWithAck("question");
        server.advance(Duration.ofMillis(5));
        client.send("430[]").send("430[]").send("4399[]");
        assertThat(answer.toCompletableFuture()).isDone();
        assertThat(events().acksReceived()).isEqualTo(1);
        assertThat(events().answering()).isEqualTo(Duration.ofMillis(5));
        assertThat(latencies).containsExactly("/ handled in 0", "/ answered in 5000000");

        socket.timeout(Duration.ofSeconds(1)).emitWithAck("nobody answers");
        socket.emitWithAck("one too many");
        server.advance(Duration.ofSeconds(1));
        socket.emitWithAck("gone before");
        client.breakOff();
        assertThat(events().acksMissing()).isEqualTo(3);
    }

    @Test
    void questionsToMany_countForEachSocket() {
        var first = connect();
        connect();
        server.io().timeout(Duration.ofSeconds(1)).emitWithAck("question");
        first.send("430[]");
        server.advance(Duration.ofSeconds(1));
        assertThat(events().acksReceived()).isEqualTo(1);
        assertThat(events().acksMissing()).isEqualTo(1);
    }

    @Test
    void rooms_withoutThatOfTheSocketAlone_andOfTheUser() {
        server.io().use(socket -> socket.user("ann"));
        var client = connect();
        var socket = sockets.get(0);
        socket.join("a", "b");
        socket.join("a");
        socket.leave("b", "c");
        assertThat(events().roomMembers()).isEqualTo(1);
        client.breakOff();
        assertThat(events().roomMembers()).isZero();
        assertThat(events().roomJoins()).isEqualTo(2);
        assertThat(events().roomLeaves()).isEqualTo(2);
    }

    @Test
    void namespacesOnDemand_areCountedTogether_andForEver() {
        server.io().of(Pattern.compile("/room-\\d+"));
        server.openWebSocket().send("40/room-1,").send("40/room-2,").breakOff();
        server.openWebSocket().send("40/room-3,");
        assertThat(server.io().eventCounters()).containsOnlyKeys("/", SocketIoServer.ON_DEMAND);
        assertThat(events(SocketIoServer.ON_DEMAND).connects()).isEqualTo(3);
        assertThat(events(SocketIoServer.ON_DEMAND).connected()).isEqualTo(1);
    }
}
