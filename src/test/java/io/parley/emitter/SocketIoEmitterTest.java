package io.parley.emitter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.FetchedSockets;
import io.parley.RecoveryOptions;
import io.parley.ServerOptions;
import io.parley.ServerSideAnswers;
import io.parley.Socket;
import io.parley.adapter.ClusterAdapters;
import io.parley.testing.MemoryBus;
import io.parley.testing.MemoryNetwork;
import io.parley.testing.TestClient;
import io.parley.testing.TestServer;
import io.parley.testing.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two nodes, and one that only emits. */
final class SocketIoEmitterTest {
    private static final List<String> HI = List.of("42[\"hi\",1]");

    private final World world = new World();
    private final List<Throwable> networkFailures = new ArrayList<>();
    private final MemoryNetwork network = new MemoryNetwork(networkFailures::add);
    private final TestServer nodeA = node(network.join());
    private final TestServer nodeB = node(network.join());
    private final MemoryBus bus = network.joinOutside();
    private final List<String> closed = new ArrayList<>();
    private final SocketIoEmitter emitter = SocketIoEmitter.over(
            bus,
            new ClusterAdapters(bus, world.environment()),
            EmitterOptions.of("127.0.0.1:5701"),
            () -> closed.add("world"));
    private final List<Socket> onA = new ArrayList<>();
    private final List<Socket> onB = new ArrayList<>();
    private TestClient a;
    private TestClient b;

    private TestServer node(MemoryBus member) {
        return new TestServer(
                ServerOptions.defaults(), world, new ClusterAdapters(member, world.environment()).of("/socket.io"));
    }

    @BeforeEach
    void connect() {
        nodeA.io().on("connection", onA::add);
        nodeB.io().on("connection", onB::add);
        a = nodeA.connectWebSocket();
        b = nodeB.connectWebSocket();
    }

    @AfterEach
    void nothingFailed() {
        world.assertNoFailures();
        assertThat(networkFailures).isEmpty();
    }

    @Test
    void emit_reachesTheClientsOfAllNodes_once() {
        emitter.emit("hi", 1);
        emitter.send("there");
        network.settle();
        assertThat(a.take()).containsExactly("42[\"hi\",1]", "42[\"message\",\"there\"]");
        assertThat(b.take()).containsExactly("42[\"hi\",1]", "42[\"message\",\"there\"]");
    }

    @Test
    void clientThatWasAway_hasMissedNothing_ofSeveralEmittersForOneNamespace() {
        var options = ServerOptions.builder()
                .recovery(RecoveryOptions.defaults())
                .path("/kept")
                .build();
        var joined = network.join();
        var keeping = new TestServer(options, world, new ClusterAdapters(joined, world.environment()).of("/kept"));
        emitter.at("/kept").emit("n", 0);
        network.time().advance(Duration.ofSeconds(1));
        var client = keeping.openWebSocket().send("40");
        var answer = client.take().get(0);
        var pid = answer.substring(answer.indexOf("pid") + 6, answer.length() - 2);
        emitter.at("/kept").emit("n", 1);
        network.settle();
        assertThat(client.take()).singleElement().asString().startsWith("42[\"n\",1,");
        client.breakOff();
        emitter.at("/kept").emit("n", 2);
        emitter.at("/kept").emit("n", 3);
        network.settle();
        var back = keeping.openWebSocket().send("40{\"pid\":\"" + pid + "\"}");
        network.settle();
        assertThat(back.take())
                .satisfiesExactly(
                        // it has not told that it got the first one
                        first -> assertThat(first).startsWith("42[\"n\",1,"),
                        second -> assertThat(second).startsWith("42[\"n\",2,"),
                        third -> assertThat(third).startsWith("42[\"n\",3,"),
                        last -> assertThat(last).startsWith("40{"));
    }

    @Test
    void roomsIdsAndExceptions_areAsOnANode() {
        onA.get(0).join("r");
        onB.get(0).join("r", "s");
        emitter.to("r").except("s").emit("hi", 1);
        emitter.in(onB.get(0).id()).emit("you");
        emitter.except("r").emit("nobody");
        network.settle();
        assertThat(a.take()).isEqualTo(HI);
        assertThat(b.take()).containsExactly("42[\"you\"]");
    }

    @Test
    void lossy_isDropped_whereTheConnectionIsBusy() {
        b.stall();
        onB.get(0).emit("first");
        b.take();
        emitter.lossy().emit("hi", 1);
        network.settle();
        b.resume();
        assertThat(a.take()).isEqualTo(HI);
        assertThat(b.take()).isEmpty();
    }

    @Test
    void binary_travelsAsAttachment() {
        emitter.compress(false).emit("file", new byte[] {1, 2, 3});
        network.settle();
        assertThat(b.take()).containsExactly("451-[\"file\",{\"_placeholder\":true,\"num\":0}]", "bAQID");
    }

    @Test
    void joinsAndLeaves_comeBeforeWhatIsEmittedLater() {
        emitter.socketsJoin("r");
        emitter.to("r").emit("hi", 1);
        emitter.to(onA.get(0).id()).socketsLeave("r");
        emitter.to("r").emit("only b");
        network.settle();
        assertThat(a.take()).isEqualTo(HI);
        assertThat(b.take()).containsExactly("42[\"hi\",1]", "42[\"only b\"]");

        emitter.to("r").disconnectSockets(true);
        network.settle();
        assertThat(a.isClosed()).isFalse();
        assertThat(b.isClosed()).isTrue();
    }

    @Test
    void of_isAnotherNamespace_andAt_anotherServer() {
        nodeB.io().of("/x");
        var inX = nodeB.openWebSocket().send("40/x,");
        inX.take();
        emitter.of("x").emit("hi", 1);
        emitter.at("/live").emit("nobody serves this");
        network.settle();
        assertThat(inX.take()).containsExactly("42/x,[\"hi\",1]");
        assertThat(b.take()).isEmpty();
        assertThatThrownBy(() -> emitter.of("/a,b"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a namespace has no comma and at most 128 characters: /a,b");
        assertThatThrownBy(() -> emitter.at("live")).hasMessage("path \"live\": must start with a slash");
    }

    @Test
    void serverSideEmit_reachesTheApplicationsOfAllNodes() {
        var heard = new ArrayList<String>();
        nodeA.io().onServerSide("note", event -> heard.add("a " + event.get(0)));
        nodeB.io().onServerSide("note", event -> heard.add("b " + event.get(0)));
        emitter.serverSideEmit("note", "x");
        network.settle();
        assertThat(heard).containsExactlyInAnyOrder("a x", "b x");
    }

    @Test
    void whatCannotBeEmitted_isRefused() {
        assertThatThrownBy(() -> emitter.emit("connect"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("reserved");
    }

    @Test
    void nodes_neitherCountNorAskIt() {
        assertThat(nodeA.io().nodes())
                .containsExactlyInAnyOrder(nodeA.io().nodeId(), nodeB.io().nodeId());
        var answers = new ArrayList<ServerSideAnswers>();
        var sockets = new ArrayList<FetchedSockets>();
        nodeB.io().onServerSide("sum", event -> event.ack(3));
        nodeA.io().serverSideEmitWithAck("sum").thenAccept(answers::add);
        nodeA.io().fetchSockets().thenAccept(sockets::add);
        network.settle();
        assertThat(answers).singleElement().satisfies(answer -> assertThat(answer.isComplete())
                .isTrue());
        assertThat(sockets).singleElement().satisfies(fetched -> {
            assertThat(fetched.isComplete()).isTrue();
            assertThat(fetched.sockets()).hasSize(2);
        });
    }

    @Test
    void whatTheNetworkLoses_isSentAgain() {
        network.loss(0.5);
        for (int i = 0; i < 20; i++) {
            emitter.emit("n", i);
        }
        network.loss(0);
        network.time().advance(Duration.ofSeconds(3));
        network.settle();
        assertThat(a.take())
                .hasSize(20)
                .startsWith("42[\"n\",0]", "42[\"n\",1]")
                .endsWith("42[\"n\",19]");
        assertThat(bus.counters().ring().repeated()).isPositive();
    }

    @Test
    void aNodeThatComesLater_getsWhatComesLater_whenItHasHeardAHeartbeat() {
        emitter.emit("before");
        var late = node(network.join());
        var c = late.connectWebSocket();
        emitter.emit("hi", 1);
        network.time().advance(Duration.ofSeconds(1));
        assertThat(c.take()).isEqualTo(HI);
    }

    @Test
    void close_endsAll_andLaterCallsDoNothing() {
        var inX = emitter.of("/x");
        inX.close();
        emitter.emit("hi", 1);
        network.settle();
        assertThat(a.take()).isEmpty();
        assertThat(closed).containsExactly("world");
    }

    @Test
    void options_areChecked() {
        assertThatThrownBy(EmitterOptions::of).hasMessage("no members: must be at least one host:port");
        assertThatThrownBy(() -> EmitterOptions.of("a:1").withAddress("", 65_536))
                .hasMessage("port 65536: must be 0 to 65535");
        assertThatThrownBy(() -> EmitterOptions.of("a:1").withPath("x"))
                .hasMessage("path \"x\": must start with a slash");
    }
}
