package io.parley.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.ServerOptions;
import io.parley.ServerSideAnswers;
import io.parley.Socket;
import io.parley.adapter.ClusterAdapters;
import io.parley.adapter.ClusterGap;
import io.parley.testing.MemoryBus;
import io.parley.testing.MemoryNetwork;
import io.parley.testing.TestClient;
import io.parley.testing.TestServer;
import io.parley.testing.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two nodes, one cluster: who is on the other node gets what it would get on this one. */
final class ClusterTest {
    private static final List<String> HI = List.of("42[\"hi\",1]");

    private final World world = new World();
    private final List<Throwable> networkFailures = new ArrayList<>();
    private final MemoryNetwork network = new MemoryNetwork(networkFailures::add);
    private final MemoryBus busA = network.join();
    private final MemoryBus busB = network.join();
    private final TestServer nodeA = node(busA);
    private final TestServer nodeB = node(busB);
    private final List<Socket> onA = new ArrayList<>();
    private final List<Socket> onB = new ArrayList<>();
    private TestClient a;
    private TestClient b;

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
    void serverEmit_reachesBothNodes_once() {
        nodeA.io().emit("hi", 1);
        network.settle();
        assertThat(a.take()).isEqualTo(HI);
        assertThat(b.take()).isEqualTo(HI);
    }

    @Test
    void broadcast_leavesOutTheSender_only() {
        onA.get(0).broadcast().emit("hi", 1);
        network.settle();
        assertThat(a.take()).isEmpty();
        assertThat(b.take()).isEqualTo(HI);
    }

    @Test
    void roomAndId_areFoundOnTheOtherNode() {
        onB.get(0).join("r");
        nodeA.io().to("r").emit("hi", 1);
        nodeA.io().to(onB.get(0).id()).emit("hi", 1);
        network.settle();
        assertThat(a.take()).isEmpty();
        assertThat(b.take()).containsExactly("42[\"hi\",1]", "42[\"hi\",1]");
    }

    @Test
    void except_holdsOnTheOtherNode() {
        nodeA.io().except(onB.get(0).id()).emit("hi", 1);
        network.settle();
        assertThat(a.take()).isEqualTo(HI);
        assertThat(b.take()).isEmpty();
    }

    @Test
    void local_staysHere() {
        nodeA.io().local().emit("hi", 1);
        network.settle();
        assertThat(a.take()).isEqualTo(HI);
        assertThat(b.take()).isEmpty();
    }

    @Test
    void lossy_staysLossyOnTheOtherNode() {
        b.stall();
        onB.get(0).emit("first");
        b.take();
        nodeA.io().lossy().emit("hi", 1);
        network.settle();
        b.resume();
        assertThat(b.take()).isEmpty();
    }

    @Test
    void binary_crossesTheNodes() {
        nodeA.io().emit("file", new byte[] {1, 2, 3});
        network.settle();
        assertThat(b.take()).containsExactly("451-[\"file\",{\"_placeholder\":true,\"num\":0}]", "bAQID");
    }

    @Test
    void namespacesAreApart_alsoBetweenNodes_andMayBeMissingOnOne() {
        nodeA.io().of("/x");
        nodeB.io().of("/x");
        nodeA.io().of("/only-here");
        var inX = nodeB.openWebSocket().send("40/x,");
        inX.take();
        nodeA.io().of("/x").emit("hi", 1);
        nodeA.io().of("/only-here").emit("hi", 1);
        network.settle();
        assertThat(inX.take()).containsExactly("42/x,[\"hi\",1]");
        assertThat(b.take()).isEmpty();
    }

    @Test
    void question_reachesTheOtherNodeBeforeItsAnswer() {
        onA.get(0).on("answer", event -> nodeA.io().emit("answered"));
        nodeA.io().emit("question");
        a.send("42[\"answer\"]");
        network.settle();
        assertThat(b.take()).containsExactly("42[\"question\"]", "42[\"answered\"]");
    }

    @Test
    void serverSideEvent_reachesTheOtherNodesApplication_notOurs() {
        var heard = new ArrayList<String>();
        nodeA.io().onServerSide("note", event -> heard.add("a"));
        nodeB.io().onServerSide("note", event -> heard.add("b " + event.get(0)));
        nodeA.io().serverSideEmit("note", "x");
        network.settle();
        assertThat(heard).containsExactly("b x");
    }

    @Test
    void serverSideQuestion_isAnsweredByTheOtherNodes_notByOurs() {
        nodeA.io().onServerSide("sum", event -> event.ack("wrong"));
        nodeB.io().onServerSide("sum", event -> event.ack(event.get(0, int.class) + event.get(1, int.class)));
        var answers = new ArrayList<ServerSideAnswers>();
        nodeA.io().serverSideEmitWithAck("sum", 1, 2).thenAccept(answers::add);
        network.settle();
        assertThat(answers).singleElement().satisfies(answer -> {
            assertThat(answer.isComplete()).isTrue();
            assertThat(answer.byNode()).containsOnlyKeys(nodeB.io().nodeId());
            assertThat(answer.values()).singleElement().satisfies(sum -> assertThat(sum.get(0, int.class))
                    .isEqualTo(3));
        });
    }

    @Test
    void serverSideQuestion_thatANodeDoesNotAnswer_tellsSo_afterFiveSeconds_orWhenItHasGone() {
        var answers = new ArrayList<ServerSideAnswers>();
        nodeA.io().serverSideEmitWithAck("mute").thenAccept(answers::add);
        network.settle();
        world.time.advance(Duration.ofSeconds(5).minusNanos(1));
        assertThat(answers).isEmpty();
        world.time.advance(Duration.ofNanos(1));
        assertThat(answers)
                .containsExactly(
                        new ServerSideAnswers(Map.of(), Set.of(nodeB.io().nodeId())));

        nodeA.io().serverSideEmitWithAck("mute").thenAccept(answers::add);
        busB.close();
        network.settle();
        assertThat(answers).hasSize(2);
        assertThat(answers.get(1).missing()).hasSize(1);
        nodeA.io().serverSideEmitWithAck("mute").thenAccept(answers::add);
        assertThat(answers).hasSize(3);
        assertThat(answers.get(2).isComplete()).isTrue();
    }

    @Test
    void serverSideQuestion_whereTheNamespaceDoesNotExist_isNotWaitedFor() {
        var answers = new ArrayList<ServerSideAnswers>();
        nodeA.io().of("/onlyHere").serverSideEmitWithAck("sum").thenAccept(answers::add);
        network.settle();
        assertThat(answers)
                .containsExactly(
                        new ServerSideAnswers(Map.of(), Set.of(nodeB.io().nodeId())));
    }

    @Test
    void commands_reachTheOtherNode() {
        nodeA.io().socketsJoin("r", "s");
        nodeA.io().to("r").socketsLeave("s");
        network.settle();
        assertThat(onB.get(0).rooms()).containsExactlyInAnyOrder("r", onB.get(0).id());
        nodeA.io().except(onA.get(0).id()).disconnectSockets(true);
        network.settle();
        assertThat(b.isClosed()).isTrue();
        assertThat(a.isClosed()).isFalse();
    }

    @Test
    void nodes_areKnown_andTheirLeavingIsTold() {
        assertThat(nodeA.io().nodes())
                .containsExactlyInAnyOrder(nodeA.io().nodeId(), nodeB.io().nodeId());
        var changes = new ArrayList<Set<String>>();
        nodeA.io().onNodesChanged(changes::add);
        busB.close();
        network.settle();
        assertThat(changes).containsExactly(Set.of(nodeA.io().nodeId()));
    }

    @Test
    void partition_leavesEachSideItsOwnClients() {
        network.partition(busB);
        nodeA.io().emit("hi", 1);
        network.settle();
        assertThat(a.take()).isEqualTo(HI);
        assertThat(b.take()).isEmpty();
        network.heal();
        nodeA.io().emit("hi", 1);
        network.settle();
        assertThat(b.take()).as("the one of before, too").containsExactly(HI.get(0), HI.get(0));
    }

    @Test
    void answers_goToTheNodeThatAsked_only() {
        network.join().subscribe(frame -> {});
        nodeB.io().onServerSide("sum", event -> event.ack(1));
        var before = List.of(busA.counters(), busB.counters());
        nodeA.io().serverSideEmitWithAck("sum");
        network.settle();
        var after = List.of(busA.counters(), busB.counters());
        for (int i = 0; i < 2; i++) {
            assertThat(after.get(i).sent().frames() - before.get(i).sent().frames())
                    .isEqualTo(1);
            assertThat(after.get(i).received().frames()
                            - before.get(i).received().frames())
                    .isEqualTo(1);
        }
    }

    @Test
    void whatIsLostBetweenNodes_isTold_beforeWhatComesNext() {
        var told = new ArrayList<>();
        nodeB.io().onClusterGap(told::add);
        nodeB.io().onServerSide("note", event -> told.add(event.get(0, int.class)));
        nodeA.io().onClusterGap(gap -> told.add("a has missed nothing"));
        network.partition(busB);
        nodeA.io().serverSideEmit("note", 1);
        nodeA.io().emit("hi", 1);
        network.time().advance(Duration.ofSeconds(61));
        nodeA.io().serverSideEmit("note", 2);
        network.heal();
        network.settle();
        assertThat(told).containsExactly(new ClusterGap(nodeA.io().nodeId(), 2), 2);
        assertThat(b.take()).isEmpty();
    }

    private TestServer node(MemoryBus bus) {
        return new TestServer(
                ServerOptions.defaults(), world, new ClusterAdapters(bus, world.environment()).of("/socket.io"));
    }
}
