package io.parley.conversation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.AckTimeoutException;
import io.parley.BroadcastAnswers;
import io.parley.FetchedSockets;
import io.parley.RemoteSocket;
import io.parley.ServerOptions;
import io.parley.Socket;
import io.parley.adapter.ClusterAdapters;
import io.parley.engine.Login;
import io.parley.kernel.Limit;
import io.parley.testing.MemoryBus;
import io.parley.testing.MemoryNetwork;
import io.parley.testing.TestClient;
import io.parley.testing.TestServer;
import io.parley.testing.World;
import java.security.Principal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Three nodes: who asks on one of them for sockets or answers gets those of all, and hears what is missing. */
final class ClusterAnswersTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final World world = new World();
    private final List<Throwable> networkFailures = new ArrayList<>();
    private final MemoryNetwork network = new MemoryNetwork(networkFailures::add);
    private final Node a = new Node();
    private final Node b = new Node();
    private final Node c = new Node();

    @BeforeEach
    void connect() {
        a.connect();
        b.connect();
        c.connect();
        network.settle();
    }

    @AfterEach
    void nothingFailed() {
        world.assertNoFailures();
        assertThat(networkFailures).isEmpty();
    }

    @Test
    void socketsOfAllNodes_areFetched() {
        var fetched = done(a.server.io().fetchSockets());
        assertThat(fetched.isComplete()).isTrue();
        assertThat(fetched.sockets()).extracting(RemoteSocket::id).containsExactlyInAnyOrder(a.id(), b.id(), c.id());
    }

    @Test
    void socketsAreFetched_bySelection() {
        b.socket().join("r", "s");
        c.socket().join("r");
        a.socket().join("s");
        var fetched = done(a.server.io().in("r").except(c.id()).fetchSockets());
        assertThat(fetched.sockets()).singleElement().satisfies(found -> {
            assertThat(found.id()).isEqualTo(b.id());
            assertThat(found.rooms()).containsExactlyInAnyOrder("r", "s", b.id());
        });
    }

    @Test
    void fetchedSocket_hasDataAndHandshake() {
        var client = b.server.openWebSocket().send("40{\"token\":\"t\",\"none\":null}");
        client.take();
        var socket = b.sockets.get(1);
        socket.data().put("user", Map.of("name", "Bo", "level", 3));
        socket.data().put("key", new byte[] {1, 2});
        socket.handshake().attributes().put("tenant", "x");
        var found = fetchFromA(socket.id());
        assertThat(found.data())
                .containsOnlyKeys("user", "key")
                .containsEntry("user", Map.of("name", "Bo", "level", 3L));
        assertThat((byte[]) found.data().get("key")).containsExactly(1, 2);
        var handshake = found.handshake();
        assertThat(handshake.auth()).containsEntry("token", "t").containsEntry("none", null);
        assertThat(handshake.query()).isEqualTo(socket.handshake().query());
        assertThat(handshake.headers()).isEqualTo(Map.of("host", "test"));
        assertThat(handshake.address()).isEqualTo("127.0.0.1");
        assertThat(handshake.url()).isEqualTo(socket.handshake().url());
        assertThat(handshake.issued()).isEqualTo(Instant.EPOCH);
        assertThat(handshake.secure()).isFalse();
        assertThat(handshake.attributes()).isEqualTo(Map.of("tenant", "x"));
        assertThat(handshake.principal().map(Principal::getName)).isEmpty();
    }

    @Test
    void fetchedSocket_hasItsUsersNameAndRoles() {
        TestClient.webSocket(b.server.io().engine(), new Login(() -> "bo", Set.of("admin", "reader"), null))
                .send("40");
        var handshake = fetchFromA(b.sockets.get(1).id()).handshake();
        assertThat(handshake.principal().map(Principal::getName)).contains("bo");
        assertThat(handshake.roles()).containsExactlyInAnyOrder("admin", "reader");
    }

    @Test
    void dataThatCannotBeWritten_isLeftOut() {
        var loop = new ArrayList<Object>();
        loop.add(loop);
        b.socket().data().put("loop", loop);
        b.socket().data().put("broken", new Broken());
        b.socket().data().put("name", "Bo");
        assertThat(fetchFromA(b.id()).data()).isEqualTo(Map.of("name", "Bo"));
    }

    @Test
    void moreAttachmentsThanAPacketMayHave_areLeftOut() {
        for (int i = 0; i < 11; i++) {
            b.socket().data().put("key" + i, new byte[] {1});
        }
        assertThat(fetchFromA(b.id()).data()).isEmpty();
    }

    @Test
    void nodeThatDoesNotAnswer_isTold_andTheOthersSocketsAreThere() {
        network.silence(b.bus, a.bus);
        var fetched = a.server.io().fetchSockets().toCompletableFuture();
        network.settle();
        world.time.advance(Duration.ofSeconds(5).minusNanos(1));
        assertThat(fetched).isNotDone();
        world.time.advance(Duration.ofNanos(1));
        assertPartial(now(fetched));
    }

    @Test
    void timeout_isThatOfTheOperator() {
        network.silence(b.bus, a.bus);
        var fetched = a.server.io().timeout(SECOND).fetchSockets().toCompletableFuture();
        network.settle();
        assertThat(fetched).isNotDone();
        world.time.advance(SECOND);
        assertPartial(now(fetched));
    }

    @Test
    void nodeThatDies_isStruckOff() {
        network.silence(b.bus, a.bus);
        var fetched = a.server.io().fetchSockets().toCompletableFuture();
        network.settle();
        assertThat(fetched).isNotDone();
        b.bus.kill();
        assertPartial(now(fetched));
    }

    @Test
    void partition_strikesOffTheOtherSide() {
        world.holdHandlers();
        var fetched = a.server.io().fetchSockets().toCompletableFuture();
        network.partition(b.bus);
        network.settle();
        world.releaseHandlers();
        network.settle();
        assertPartial(now(fetched));
        network.heal();
        network.settle();
        assertThat(done(a.server.io().fetchSockets()).isComplete()).isTrue();
    }

    private void assertPartial(FetchedSockets fetched) {
        assertThat(fetched.missingNodes()).containsExactly(b.bus.nodeId());
        assertThat(fetched.isComplete()).isFalse();
        assertThat(fetched.sockets()).extracting(RemoteSocket::id).containsExactlyInAnyOrder(a.id(), c.id());
    }

    @Test
    void namespaceThatIsNotEverywhere_isNotWaitedFor() {
        a.server.io().of("/here");
        c.server.io().of("/here");
        var socket = c.server.openWebSocket().send("40/here,");
        socket.take();
        var fetched = done(a.server.io().of("/here").fetchSockets());
        assertThat(fetched.isComplete()).isTrue();
        assertThat(fetched.sockets()).hasSize(1);
        var answers = a.server.io().of("/here").emitWithAck("q").toCompletableFuture();
        network.settle();
        socket.send("43/here,0[]");
        network.settle();
        assertThat(now(answers).isComplete()).isTrue();
        assertThat(now(answers).bySocket()).hasSize(1);
    }

    @Test
    void nodeOfAnEarlierRelease_ignoresWhatItDoesNotKnow_andIsMissing() {
        var old = network.join();
        old.subscribe(frame -> {});
        var fetched = a.server.io().fetchSockets().toCompletableFuture();
        network.settle();
        world.time.advance(Duration.ofSeconds(5));
        assertThat(now(fetched).missingNodes()).containsExactly(old.nodeId());
        assertThat(now(fetched).sockets()).hasSize(3);
    }

    @Test
    void moreThanAFrameHolds_comesInParts() {
        for (int i = 0; i < 40; i++) {
            b.connect();
        }
        b.sockets.forEach(socket -> socket.data().put("text", "x".repeat(100_000)));
        var fetched = done(a.server.io().fetchSockets());
        assertThat(fetched.isComplete()).isTrue();
        assertThat(fetched.sockets()).hasSize(43);
    }

    @Test
    void socketThatIsLargerThanAFrame_isLeftOut_andTheNodeIsTold() {
        b.connect();
        b.socket().data().put("text", "x".repeat(2 << 20));
        var fetched = done(a.server.io().fetchSockets());
        assertThat(fetched.missingNodes()).containsExactly(b.bus.nodeId());
        assertThat(fetched.sockets())
                .extracting(RemoteSocket::id)
                .containsExactlyInAnyOrder(a.id(), c.id(), b.sockets.get(1).id());
        assertThat(b.hits(Limit.ANSWER_BYTES)).isEqualTo(1);
    }

    @Test
    void answerOfANode_isBounded_andTheNodeIsTold() {
        for (int i = 0; i < 9; i++) {
            b.connect();
        }
        b.sockets.forEach(socket -> socket.data().put("text", "x".repeat(900_000)));
        var fetched = done(a.server.io().fetchSockets());
        assertThat(fetched.missingNodes()).containsExactly(b.bus.nodeId());
        assertThat(fetched.sockets()).hasSize(2 + 8);
        assertThat(b.hits(Limit.ANSWER_BYTES)).isEqualTo(1);
    }

    @Test
    void fetches_thatWait_areBounded_andTheNodeIsTold() {
        world.holdHandlers();
        var all = new ArrayList<CompletableFuture<FetchedSockets>>();
        for (int i = 0; i < 101; i++) {
            all.add(a.server.io().fetchSockets().toCompletableFuture());
        }
        network.settle();
        world.releaseHandlers();
        network.settle();
        assertThat(all.subList(0, 100)).allMatch(fetched -> now(fetched).isComplete());
        assertThat(now(all.get(100)).missingNodes()).containsExactlyInAnyOrder(b.bus.nodeId(), c.bus.nodeId());
        assertThat(b.hits(Limit.PENDING_REQUESTS)).isEqualTo(1);
    }

    @Test
    void local_asksNobodyElse() {
        assertThat(done(a.server.io().local().fetchSockets()).sockets()).hasSize(1);
        var answers = a.server.io().local().emitWithAck("q").toCompletableFuture();
        a.server.io().local().socketsJoin("r");
        a.server.io().local().disconnectSockets(false);
        network.settle();
        assertThat(now(answers).missing()).containsExactly(a.id());
        assertThat(b.client.take()).isEmpty();
        assertThat(b.socket().rooms()).containsExactly(b.id());
        assertThat(a.bus.counters().sent().frames()).isZero();
    }

    @Test
    void remoteSocket_isReachedOnItsNode() {
        var remote = fetchFromA(b.id());
        remote.emit("hi");
        remote.join("r");
        network.settle();
        assertThat(b.client.take()).containsExactly("42[\"hi\"]");
        assertThat(b.socket().rooms()).containsExactlyInAnyOrder("r", b.id());
        remote.leave("r");
        var answer = remote.emitWithAck(SECOND, "sure?").toCompletableFuture();
        network.settle();
        assertThat(b.socket().rooms()).containsExactly(b.id());
        assertThat(b.client.take()).containsExactly("420[\"sure?\"]");
        assertThat(a.client.take()).isEmpty();
        b.client.send("430[true]");
        network.settle();
        assertThat(now(answer).get(0)).isEqualTo(true);
        remote.disconnect(false);
        network.settle();
        assertThat(b.client.take()).containsExactly("41");
        var late = remote.emitWithAck(SECOND, "still there?").toCompletableFuture();
        network.settle();
        assertThat(late).isDone();
        assertThatThrownBy(late::join)
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(AckTimeoutException.class);
    }

    @Test
    void remoteSocket_thatAnswers_isNotHeldUpByAnotherNode() {
        var remote = fetchFromA(b.id());
        network.silence(c.bus, a.bus);
        var answer = remote.emitWithAck(SECOND, "sure?").toCompletableFuture();
        network.settle();
        b.client.send("430[1]");
        network.settle();
        assertThat(now(answer).get(0)).isEqualTo(1L);
    }

    @Test
    void question_isAnsweredByTheSocketsOfAllNodes() {
        b.connect();
        var answers = a.server.io().timeout(SECOND).emitWithAck("q", 1).toCompletableFuture();
        network.settle();
        assertThat(a.client.take()).containsExactly("420[\"q\",1]");
        assertThat(b.client.take()).containsExactly("420[\"q\",1]");
        assertThat(b.clients.get(1).take()).containsExactly("420[\"q\",1]");
        a.client.send("430[\"a\"]");
        b.client.send("430[\"b\"]");
        b.clients.get(1).send("430[\"b2\"]");
        network.settle();
        assertThat(answers).isNotDone();
        c.client.send("430[\"c\"]");
        network.settle();
        assertThat(now(answers).isComplete()).isTrue();
        assertThat(now(answers).bySocket()).hasSize(4).hasEntrySatisfying(b.id(), answer -> assertThat(answer.get(0))
                .isEqualTo("b"));
    }

    @Test
    void binaryAnswers_crossTheNodes() {
        var answers =
                a.server.io().to(b.id()).emitWithAck("file", new byte[] {7}).toCompletableFuture();
        network.settle();
        assertThat(b.client.take()).containsExactly("451-0[\"file\",{\"_placeholder\":true,\"num\":0}]", "bBw==");
        b.client.send("461-0[{\"_placeholder\":true,\"num\":0}]").send(new byte[] {1, 2});
        network.settle();
        assertThat(now(answers).bySocket().get(b.id()).get(0, byte[].class)).containsExactly(1, 2);
    }

    @Test
    void questionTooLate_tellsWhoDidNotAnswer_andLateAnswersDoNotMatter() {
        world.time.advance(SECOND.multipliedBy(3));
        long before = b.bus.counters().sent().frames();
        var answers = a.server.io().timeout(SECOND).emitWithAck("q").toCompletableFuture();
        network.settle();
        a.client.send("430[]");
        c.client.send("430[]");
        network.settle();
        world.time.advance(SECOND);
        assertThat(now(answers)).satisfies(late -> {
            assertThat(late.missing()).containsExactly(b.id());
            assertThat(late.missingNodes()).isEmpty();
            assertThat(late.bySocket()).containsOnlyKeys(a.id(), c.id());
        });
        b.client.send("430[]");
        network.settle();
        assertThat(b.bus.counters().sent().frames() - before)
                .as("only whom it asked")
                .isEqualTo(1);
        assertThat(b.client.isClosed()).isFalse();
    }

    @Test
    void nodeThatDies_leavesItsSocketsMissing_andTheOthersAnswersCount() {
        var answers = a.server.io().emitWithAck("q").toCompletableFuture();
        network.settle();
        a.client.send("430[]");
        b.bus.kill();
        network.settle();
        assertThat(answers).isNotDone();
        c.client.send("430[]");
        network.settle();
        assertThat(now(answers)).satisfies(partial -> {
            assertThat(partial.missing()).containsExactly(b.id());
            assertThat(partial.missingNodes()).containsExactly(b.bus.nodeId());
            assertThat(partial.bySocket()).containsOnlyKeys(a.id(), c.id());
            assertThat(partial.isComplete()).isFalse();
        });
    }

    @Test
    void nodeThatDiesBeforeItTellsWhomItAsked_isMissing() {
        network.silence(b.bus, a.bus);
        var answers = a.server.io().except(a.id(), c.id()).emitWithAck("q").toCompletableFuture();
        network.settle();
        assertThat(answers).isNotDone();
        b.bus.kill();
        assertMissingNode(now(answers));
    }

    @Test
    void nodeThatSaysNothing_isNotWaitedForLongerThanFiveSeconds_alsoWithoutATimeout() {
        network.silence(b.bus, a.bus);
        var answers = a.server.io().except(a.id(), c.id()).emitWithAck("q").toCompletableFuture();
        network.settle();
        world.time.advance(Duration.ofSeconds(5).minusNanos(1));
        assertThat(answers).isNotDone();
        world.time.advance(Duration.ofNanos(1));
        assertMissingNode(now(answers));
    }

    private void assertMissingNode(BroadcastAnswers answers) {
        assertThat(answers.missingNodes()).containsExactly(b.bus.nodeId());
        assertThat(answers.missing()).isEmpty();
        assertThat(answers.bySocket()).isEmpty();
    }

    @Test
    void withoutATimeout_socketsAreWaitedForAsLongAsTheyLive() {
        var answers = a.server.io().except(a.id()).emitWithAck("q").toCompletableFuture();
        network.settle();
        world.time.advance(Duration.ofSeconds(20));
        b.client.send("430[]");
        network.settle();
        assertThat(answers).isNotDone();
        c.client.breakOff();
        network.settle();
        assertThat(now(answers).missing()).containsExactly(c.id());
        assertThat(now(answers).bySocket()).containsOnlyKeys(b.id());
        assertThat(now(answers).missingNodes()).isEmpty();
    }

    @Test
    void answerThatIsLostForGood_isMissing_andNotWaitedFor() {
        var answers = a.server.io().to(b.id()).emitWithAck("q").toCompletableFuture();
        network.settle();
        network.silence(b.bus, a.bus);
        b.client.send("430[]");
        network.settle();
        network.time().advance(Duration.ofSeconds(61));
        network.heal();
        network.time().advance(Duration.ofSeconds(2));
        assertThat(now(answers).missing()).containsExactly(b.id());
        assertThat(now(answers).missingNodes()).containsExactly(b.bus.nodeId());
    }

    @Test
    void answersOfTwoQuestions_areNotMixedUp_thoughBothNodesNumberTheirs() {
        var ofA = a.server.io().to(b.id()).emitWithAck("of a").toCompletableFuture();
        network.settle();
        var ofB = b.server.io().to(b.id()).emitWithAck("of b").toCompletableFuture();
        network.settle();
        assertThat(b.client.take()).containsExactly("420[\"of a\"]", "421[\"of b\"]");
        b.client.send("431[\"to b\"]").send("430[\"to a\"]");
        network.settle();
        assertThat(now(ofA).bySocket().get(b.id()).get(0)).isEqualTo("to a");
        assertThat(now(ofB).bySocket().get(b.id()).get(0)).isEqualTo("to b");
    }

    @Test
    void question_comesInItsTurn() {
        a.server.io().emit("first");
        a.server.io().emitWithAck("q");
        a.server.io().emit("last");
        network.settle();
        assertThat(b.client.take()).containsExactly("42[\"first\"]", "420[\"q\"]", "42[\"last\"]");
    }

    @Test
    void questionThatIsTooLargeForTheCluster_isRefused_andNobodyIsAsked() {
        var large = "x".repeat(2 << 20);
        assertThatThrownBy(() -> a.server.io().emitWithAck("q", large)).isInstanceOf(IllegalArgumentException.class);
        network.settle();
        assertThat(a.client.take()).isEmpty();
        assertThat(b.client.take()).isEmpty();
    }

    @Test
    void answerThatIsTooLargeForTheCluster_isMissing_andCounted() {
        var answers = a.server.io().to(b.id()).emitWithAck("q").toCompletableFuture();
        network.settle();
        b.client.send("430[\"" + "x".repeat(2 << 20) + "\"]");
        network.settle();
        assertThat(now(answers).missing()).containsExactly(b.id());
        assertThat(b.hits(Limit.ANSWER_BYTES)).isEqualTo(1);
    }

    @Test
    void questionsThatWait_areBounded_andWhoCouldNotBeAskedIsMissing() {
        for (int i = 0; i < 1_000; i++) {
            a.server.io().to(b.id()).emitWithAck("q");
            network.settle();
        }
        assertThat(b.client.take()).hasSize(1_000);
        var refused = a.server.io().to(b.id()).emitWithAck("q").toCompletableFuture();
        network.settle();
        assertThat(now(refused).missingNodes()).containsExactlyInAnyOrder(b.bus.nodeId(), c.bus.nodeId());
        assertThat(a.hits(Limit.PENDING_REQUESTS)).isEqualTo(1);
        assertThat(b.client.take()).isEmpty();

        var ofC = c.server.io().to(b.id()).emitWithAck("q").toCompletableFuture();
        network.settle();
        assertThat(now(ofC).missingNodes()).containsExactly(b.bus.nodeId());
        assertThat(b.hits(Limit.PENDING_REQUESTS)).isEqualTo(1);
        assertThat(b.client.take()).isEmpty();

        b.client.send("430[]");
        network.settle();
        var asked = a.server.io().to(b.id()).emitWithAck("q").toCompletableFuture();
        network.settle();
        assertThat(b.client.take()).hasSize(1);
        assertThat(asked).isNotDone();
    }

    @Test
    void nodeThatAsked_andIsGone_leavesNothingBehind() {
        for (int i = 0; i < 1_000; i++) {
            a.server.io().to(b.id()).emitWithAck("q");
            network.settle();
        }
        a.bus.kill();
        network.settle();
        b.client.take();
        var answers = c.server.io().to(b.id()).emitWithAck("q").toCompletableFuture();
        network.settle();
        assertThat(b.client.take()).as("there is room again").containsExactly("421000[\"q\"]");
        b.client.send("431000[]");
        network.settle();
        assertThat(now(answers).isComplete()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void whatTheNetworkLoses_isRepaired(long seed) {
        var lossy = new MemoryNetwork(seed, MemoryNetwork.LIMITS, networkFailures::add);
        var asking = new Node(lossy);
        var asked = new Node(lossy);
        IntStream.range(0, 20).forEach(i -> asked.connect());
        lossy.time().advance(Duration.ofSeconds(2));
        lossy.loss(0.3);
        lossy.duplication(0.2);
        lossy.disorder(20);
        asked.sockets.forEach(socket -> socket.data().put("text", "x".repeat(20_000)));
        var fetched = asking.server.io().fetchSockets().toCompletableFuture();
        var answers = asking.server.io().emitWithAck("q").toCompletableFuture();
        lossy.time().advance(Duration.ofSeconds(10));
        asked.clients.forEach(client -> client.send("430[]"));
        lossy.time().advance(Duration.ofSeconds(20));
        assertThat(now(fetched).isComplete()).isTrue();
        assertThat(now(fetched).sockets()).hasSize(20);
        assertThat(now(answers).isComplete()).isTrue();
        assertThat(now(answers).bySocket()).hasSize(20);
        assertThat(asking.bus.counters().gaps().repaired()).isPositive();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void roomsAreJoinedAndLeft_beforeWhatIsEmittedLater_alsoThroughRepair(long seed) {
        var lossy = new MemoryNetwork(seed, MemoryNetwork.LIMITS, networkFailures::add);
        var here = new Node(lossy);
        var there = new Node(lossy);
        there.connect();
        lossy.time().advance(Duration.ofSeconds(2));
        lossy.loss(0.3);
        lossy.duplication(0.2);
        lossy.disorder(20);
        for (int i = 0; i < 200; i++) {
            here.server.io().socketsJoin("r");
            here.server.io().to("r").emit("n", i);
            here.server.io().to("r").socketsLeave("r");
            here.server.io().to("r").emit("never");
            lossy.step();
        }
        lossy.time().advance(Duration.ofSeconds(30));
        var expected =
                IntStream.range(0, 200).mapToObj(i -> "42[\"n\"," + i + "]").toList();
        assertThat(there.client.take()).isEqualTo(expected);
        assertThat(there.bus.counters().gaps().repaired()).isPositive();
    }

    private RemoteSocket fetchFromA(String id) {
        return done(a.server.io().in(id).fetchSockets()).sockets().get(0);
    }

    private <T> T done(CompletionStage<T> stage) {
        network.settle();
        return now(stage.toCompletableFuture());
    }

    private static <T> T now(CompletableFuture<T> future) {
        assertThat(future).isCompleted();
        return future.join();
    }

    /** What no parser can write. */
    public static final class Broken {
        public String getName() {
            throw new IllegalStateException("a getter that fails");
        }
    }

    /** A node, and its clients on "/". */
    private final class Node {
        final MemoryBus bus;
        final TestServer server;
        final List<Socket> sockets = new ArrayList<>();
        final List<TestClient> clients = new ArrayList<>();
        TestClient client;

        Node() {
            this(network);
        }

        Node(MemoryNetwork joined) {
            bus = joined.join();
            server = new TestServer(
                    ServerOptions.defaults(), world, new ClusterAdapters(bus, world.environment()).of("/socket.io"));
            server.io().on("connection", sockets::add);
        }

        void connect() {
            clients.add(server.connectWebSocket());
            client = clients.get(0);
        }

        Socket socket() {
            return sockets.get(0);
        }

        String id() {
            return socket().id();
        }

        long hits(Limit limit) {
            return server.io().counters().get(limit);
        }
    }
}
