package io.parley.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.cluster.BusLimits;
import io.parley.engine.CloseReason;
import io.parley.engine.EngineListener;
import io.parley.engine.EngineOptions;
import io.parley.engine.EnginePacket;
import io.parley.engine.EngineRequest;
import io.parley.engine.EngineServer;
import io.parley.engine.EngineSession;
import io.parley.engine.PayloadCodec;
import io.parley.engine.Revision;
import io.parley.engine.TextPacket;
import io.parley.kernel.Bytes;
import io.parley.kernel.Limit;
import io.parley.testing.MemoryBus;
import io.parley.testing.MemoryNetwork;
import io.parley.testing.TestClient;
import io.parley.testing.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Three nodes; the session is on the first, its requests come to the others. */
final class RelayTest {
    private static final Visitor SOMEBODY = new Visitor(null, null);
    private static final String UNKNOWN = "400 {\"code\":1,\"message\":\"Session ID unknown\"}";
    /** What is lost is lost for good. */
    private static final BusLimits WITHOUT_RING = new BusLimits(1 << 20, 16 << 20, Duration.ZERO, 0, 16 << 20);

    private static final int LIMIT = 600_000;

    private final World world = new World();
    private MemoryNetwork network = network(MemoryNetwork.LIMITS);
    private Node owner = new Node();
    private Node door = new Node();
    private Node other = new Node();

    private MemoryNetwork network(BusLimits limits) {
        return new MemoryNetwork(
                1, limits, world.time, failure -> world.environment().failures().accept(failure));
    }

    /** The same without repair. */
    private void withoutRing() {
        network = network(WITHOUT_RING);
        owner = new Node();
        door = new Node();
        other = new Node();
    }

    @AfterEach
    void nothingWentWrong() {
        world.assertNoFailures();
    }

    // requests

    @Test
    void id_endsWithTheTagOfItsOwner() {
        var session = owner.open();

        assertThat(session.id()).endsWith("00000001");
        assertThat(door.relay.ownerOf(session.id())).isEqualTo(owner.bus.nodeId());
        assertThat(owner.relay.ownerOf(session.id())).isNull();
        assertThat(door.relay.ownerOf("id-1")).isNull();
        assertThat(door.relay.ownerOf("00000001")).isNull();
        assertThat(door.relay.ownerOf("id-100000009")).isNull();
        owner.bus.kill();
        assertThat(door.relay.ownerOf(session.id())).isNull();
    }

    @Test
    void ownIds_areNeverRelayed() {
        var node = new Node(options -> options.generateId(request -> "mine-00000001"));
        assertThat(node.relay.ownerOf("mine-00000001")).isNull();
        assertThat(node.open().id()).isEqualTo("mine-00000001");
    }

    @Test
    void poll_isAnsweredByTheOwner() {
        var session = owner.open();
        var poll = door.poll(session);
        assertThat(poll.answer).isNull();
        assertThat(door.relay.counters().door().waiting()).isOne();

        session.send(List.of(TextPacket.message("hi")));

        assertThat(poll.text()).isEqualTo("200 4hi");
        assertThat(poll.answer.contentType()).isEqualTo("text/plain; charset=UTF-8");
        assertThat(door.relay.counters().door().waiting()).isZero();
        session.send(List.of(TextPacket.message("you")));
        assertThat(other.poll(session).text()).isEqualTo("200 4you");
    }

    @Test
    void largeAnswer_isStillToBeCompressed() {
        var session = owner.open();
        var poll = door.poll(session);
        session.send(List.of(TextPacket.message("x".repeat(2_000))));
        assertThat(poll.answer.compress()).isTrue();
    }

    @Test
    void post_isReceivedByTheOwner_inOneMessage() {
        var session = owner.open();
        var frames = door.bus.counters().sent().frames();

        assertThat(door.post(session, "4hi").text()).isEqualTo("200 ok");

        assertThat(owner.told).containsExactly("4hi");
        assertThat(door.bus.counters().sent().frames() - frames).isOne();
        assertThat(owner.relay.counters().owner().posts()).isOne();
    }

    /** They run on the thread that brings the packets, which must not be that of the bus. */
    @Test
    void handlersThatNeverBlock_runOnTheHandlerPool() {
        var node = new Node(options -> options.nonBlockingHandlers(true));
        var session = node.open();
        world.holdHandlers();
        var answers = door.post(session, "4hi");
        assertThat(node.told).isEmpty();

        world.releaseHandlers();

        assertThat(node.told).containsExactly("4hi");
        assertThat(answers.text()).isEqualTo("200 ok");
    }

    @Test
    void largePost_isAskedForFirst() {
        var session = owner.open();
        var message = "4" + "x".repeat(LIMIT - 1);
        var frames = door.bus.counters().sent().frames();

        assertThat(door.post(session, message).text()).isEqualTo("200 ok");

        assertThat(owner.told).containsExactly(message);
        assertThat(door.bus.counters().sent().frames() - frames).isEqualTo(2);
    }

    @Test
    void largePost_ofNobody_doesNotTravel() {
        var answers = new Answers();
        var body = door.start(claim("id-900000001", SOMEBODY), answers, LIMIT);
        assertThat(answers.text()).isEqualTo(UNKNOWN);
        var frames = door.bus.counters().sent().frames();

        body.read(Bytes.ofUtf8("4" + "x".repeat(LIMIT - 1)));

        assertThat(door.bus.counters().sent().frames()).isEqualTo(frames);
    }

    @Test
    void slowPost_isUnderTheLimitsOfTheOwner() {
        var session = owner.open();
        var answers = new Answers();
        var body = door.start(claim(session), answers, 3);
        world.time.advance(RelayedPost.AT_ONCE.plus(owner.server.options().postTimeout()));

        assertThat(answers.text()).isEqualTo(UNKNOWN);
        assertThat(owner.told).containsExactly("transport error: a message takes longer than PT20S");
        assertThat(owner.server.counters().hits(Limit.RECEIVE_TIME)).isOne();
        body.read(Bytes.ofUtf8("4hi"));
        assertThat(owner.told).hasSize(1);
    }

    @Test
    void slowPost_thatComesInTime_isReceived() {
        var session = owner.open();
        var answers = new Answers();
        var body = door.start(claim(session), answers, 3);
        world.time.advance(Duration.ofSeconds(2));
        body.read(Bytes.ofUtf8("4hi"));

        assertThat(answers.text()).isEqualTo("200 ok");
        assertThat(owner.told).containsExactly("4hi");
    }

    @Test
    void postThatTurnsOutTooLarge_is413_andTheSessionLives() {
        var session = owner.open();
        var answers = new Answers();
        door.start(claim(session), answers, -1).tooLarge();

        assertThat(answers.text()).isEqualTo("413 ");
        assertThat(owner.told).isEmpty();
        assertThat(door.post(session, "4hi").text()).isEqualTo("200 ok");
    }

    @Test
    void postThatBreaksOff_endsTheSession() {
        var session = owner.open();
        var answers = new Answers();
        door.start(claim(session), answers, 3).aborted();

        assertThat(answers.text()).isEqualTo("400 ");
        assertThat(owner.told).containsExactly("transport error: data request connection closed prematurely");
    }

    @Test
    void post_isAnsweredWhenTheHandlersHaveRoom() {
        var session = owner.open();
        owner.fill(session);
        var answers = door.post(session, "4hi");
        assertThat(answers.answer).isNull();

        session.inflow().left();

        assertThat(answers.text()).isEqualTo("200 ok");
    }

    @Test
    void pollsAtTwoNodes_endTheSession() {
        var session = owner.open();
        var first = door.poll(session);
        var second = other.poll(session);

        assertThat(second.text()).isEqualTo("400 ");
        assertThat(first.text()).isEqualTo("200 1");
        assertThat(owner.told).containsExactly("transport error: overlap from client");
    }

    @Test
    void postsAtTwoNodes_endTheSession() {
        var session = owner.open();
        owner.fill(session);
        var first = door.post(session, "4hi");
        var second = other.post(session, "4you");

        assertThat(second.text()).isEqualTo("400 ");
        assertThat(first.text()).isEqualTo("200 ok");
        assertThat(owner.told).containsExactly("4hi", "transport error: data request overlap from client");
    }

    @Test
    void closingPost_letsThePollAtAnotherNodeGo() {
        var session = owner.open();
        var poll = door.poll(session);

        assertThat(other.post(session, "1").text()).isEqualTo("200 ok");

        assertThat(poll.text()).isEqualTo("200 6");
        assertThat(owner.told).containsExactly("transport close: close packet");
        assertThat(door.poll(session).text()).isEqualTo(UNKNOWN);
    }

    @Test
    void somebodyElse_findsNoSession_andHarmsNone() {
        var session = owner.open();
        for (var visitor : List.of(new Visitor("eve", null), new Visitor("eve", "session-1"))) {
            var answers = new Answers();
            door.relay.door().poll(owner.bus.nodeId(), claim(session.id(), visitor), door.request(), answers);
            assertThat(answers.text()).isEqualTo(UNKNOWN);
        }
        assertThat(owner.told).isEmpty();
        assertThat(door.relay.counters().door().refused()).isEqualTo(2);
        assertThat(owner.relay.counters().owner().refused()).isEqualTo(2);
        assertThat(door.refused).containsExactly("UNKNOWN_SID", "UNKNOWN_SID");
    }

    @Test
    void wrongProtocol_isABadRequest() {
        var session = owner.open();
        var answers = new Answers();
        var claim = new Claim(session.id(), "polling", "3", false, SOMEBODY);
        door.relay.door().poll(owner.bus.nodeId(), claim, door.request(), answers);
        assertThat(answers.text()).isEqualTo("400 {\"code\":3,\"message\":\"Bad request\"}");
    }

    @Test
    void tooManyAtOneDoor_areRefused() {
        var narrow = new Node(options -> options.maxSessions(1));
        narrow.poll(owner.open());
        assertThat(narrow.relay.isFull()).isTrue();
    }

    // faults

    @Test
    void ownerDies_whoWaitsIsToldAtOnce() {
        var session = owner.open();
        var poll = door.poll(session);
        var post = new Answers();
        door.start(claim(session), post, LIMIT);

        owner.bus.kill();

        assertThat(poll.text()).isEqualTo(UNKNOWN);
        assertThat(post.text()).isEqualTo(UNKNOWN);
        assertThat(door.relay.counters().door().lost()).isEqualTo(2);
        assertThat(door.relay.counters().door().waiting()).isZero();
    }

    @Test
    void doorDies_sessionsThatWaitedThereEnd_andNoOthers() {
        var there = owner.open();
        door.poll(there);
        var elsewhere = owner.open();
        var poll = other.poll(elsewhere);

        door.bus.kill();

        assertThat(owner.told).containsExactly("transport error: the node of the request is gone");
        elsewhere.send(List.of(TextPacket.message("hi")));
        assertThat(poll.text()).isEqualTo("200 4hi");
    }

    @Test
    void frameIsRepaired_nothingIsLost() {
        var session = owner.open();
        network.loseIf(frame -> contains(frame, "4hi"));
        var post = door.post(session, "4hi");
        network.loseIf(frame -> false);
        assertThat(post.answer).isNull();

        world.time.advance(Duration.ofSeconds(3));

        assertThat(post.text()).isEqualTo("200 ok");
        assertThat(owner.told).containsExactly("4hi");
    }

    @Test
    void requestIsLostForGood_whoWaitsIsTold() {
        withoutRing();
        var session = owner.open();
        network.loseIf(frame -> contains(frame, "4hi"));
        var post = door.post(session, "4hi");
        network.loseIf(frame -> false);
        world.time.advance(Duration.ofSeconds(20));

        assertThat(post.text()).isEqualTo(UNKNOWN);
        assertThat(owner.told).isEmpty();
        assertThat(door.post(owner.open(), "4you").text()).isEqualTo("200 ok");
    }

    @Test
    void answerIsLostForGood_bothSidesGiveUp() {
        withoutRing();
        var session = owner.open();
        var second = owner.open();
        var poll = door.poll(session);
        var innocent = door.poll(second);
        network.loseIf(frame -> contains(frame, "4lost"));
        session.send(List.of(TextPacket.message("lost")));
        network.loseIf(frame -> false);
        world.time.advance(Duration.ofSeconds(20));

        assertThat(poll.text()).isEqualTo(UNKNOWN);
        assertThat(innocent.text()).isEqualTo(UNKNOWN);
        assertThat(owner.told).containsExactly("transport error: the node of the request is gone");
    }

    @Test
    void requestOfBeforeAPartition_isNotServedAfterIt() {
        var session = owner.open();
        assertThat(door.post(session, "4early").text()).isEqualTo("200 ok");
        network.silence(door.bus, owner.bus);
        var post = door.post(session, "4late");
        network.partition(owner.bus);
        assertThat(post.text()).isEqualTo(UNKNOWN);

        network.heal();
        world.time.advance(Duration.ofSeconds(15));

        assertThat(owner.bus.counters().gaps().repaired()).isPositive();
        assertThat(door.post(session, "4now").text()).isEqualTo("200 ok");
        assertThat(owner.told).containsExactly("4early", "4now");
    }

    /** The owner cannot know that the door has given it up; it is as if the answer had been lost. */
    @Test
    void firstRequestOfALink_ofBeforeAPartition_isServedOnce_andAnsweredToNobody() {
        var session = owner.open();
        network.silence(door.bus, owner.bus);
        var post = door.post(session, "4late");
        network.partition(owner.bus);
        network.heal();
        world.time.advance(Duration.ofSeconds(15));

        assertThat(post.text()).isEqualTo(UNKNOWN);
        assertThat(door.post(session, "4now").text()).isEqualTo("200 ok");
        assertThat(owner.told).containsExactly("4late", "4now");
    }

    @Test
    void onlyTheOwnerSeesThePartition_theDoorIsToldAfterIt() {
        var session = owner.open();
        var poll = door.poll(session);
        network.silence(owner.bus, door.bus);
        owner.relay.close();
        assertThat(poll.answer).isNull();

        network.heal();
        world.time.advance(Duration.ofSeconds(5));

        assertThat(poll.text()).isEqualTo(UNKNOWN);
    }

    @Test
    void nodeWithoutARelay_isNotWaitedForForEver() {
        var mute = network.join();
        mute.subscribe(frame -> {});
        var answers = new Answers();
        door.relay.door().poll(mute.nodeId(), claim("x", SOMEBODY), door.request(), answers);
        assertThat(answers.answer).isNull();

        world.time.advance(RelayDoor.SILENCE);

        assertThat(answers.text()).isEqualTo(UNKNOWN);
    }

    @Test
    void aDoorThatStops_tellsBothSides() {
        var session = owner.open();
        var poll = door.poll(session);

        door.relay.close();

        assertThat(poll.text()).isEqualTo(UNKNOWN);
        assertThat(owner.told).containsExactly("transport error: the node of the request is gone");
    }

    @Test
    void nonsenseOfADoor_breaksOnlyItsLink() {
        var session = owner.open();
        var poll = door.poll(session);
        var safe = other.poll(owner.open());

        door.bus.send(owner.bus.nodeId(), "relay to owner /test", Bytes.owned(new byte[] {65}));

        assertThat(poll.text()).isEqualTo(UNKNOWN);
        assertThat(safe.answer).isNull();
        assertThat(owner.told).containsExactly("transport error: the node of the request is gone");
        assertThat(door.poll(owner.open()).answer).isNull();
    }

    @Test
    void answerLargerThanAFrame_endsTheSession() {
        var session = owner.open();
        var poll = door.poll(session);
        session.send(List.of(TextPacket.message("x".repeat(1 << 20))));

        assertThat(poll.text()).isEqualTo(UNKNOWN);
        assertThat(owner.told).containsExactly("transport error: an answer larger than a frame between nodes");
    }

    // WebSockets

    @Test
    void webSocket_takesOverFromPolling_andServesTheSession() {
        var session = owner.open();
        var poll = other.poll(session);
        var socket = new Peer(door, session);
        socket.connection.text("2probe", true);
        assertThat(socket.sent).containsExactly("3probe");
        assertThat(poll.text()).isEqualTo("200 6");
        socket.connection.utf8("5".getBytes(UTF_8), true);

        session.send(List.of(TextPacket.message("hi"), TextPacket.message("yöu")));
        assertThat(socket.sent).containsExactly("3probe", "4hi", "4yöu");
        socket.connection.text("4a", true);
        socket.connection.binary(new byte[] {1, 2}, false);
        socket.connection.binary(new byte[] {3}, true);
        assertThat(owner.told).containsExactly("4a", "BinaryPacket[Bytes[3: 01 02 03]]");
        assertThat(other.poll(session).text()).isEqualTo("400 {\"code\":3,\"message\":\"Bad request\"}");
    }

    @Test
    void text_inParts_evenInsideOfACharacter_isOneText() {
        var socket = new Peer(door, owner.open()).upgrade();
        socket.connection.text("4\uD83D", false);
        socket.connection.text("\uDE00", false);
        socket.connection.text("", true);

        assertThat(owner.told).containsExactly("4\uD83D\uDE00");
    }

    @Test
    void webSocketOfNobody_isClosed() {
        var socket = new Peer(door, claim("id-900000001", SOMEBODY));

        assertThat(socket.closed).containsExactly(1008);
        assertThat(door.relay.counters().door().waiting()).isZero();
    }

    @Test
    void peerBreaksARule_isClosedWithItsCode() {
        var socket = new Peer(door, owner.open()).upgrade();
        socket.connection.binary(new byte[LIMIT + 1], true);

        assertThat(owner.told).containsExactly("transport error: message too big");
        assertThat(socket.closed).containsExactly(1009);
        assertThat(owner.server.counters().hits(Limit.PAYLOAD_BYTES)).isOne();
    }

    @Test
    void peerCloses_sessionEnds() {
        var socket = new Peer(door, owner.open()).upgrade();
        socket.connection.closed(1001);

        assertThat(owner.told).containsExactly("transport close: closed with 1001");
        assertThat(socket.closed).isEmpty();
        assertThat(door.relay.counters().door().waiting()).isZero();
    }

    @Test
    void peerFails_sessionEnds() {
        var socket = new Peer(door, owner.open()).upgrade();
        socket.connection.failed(new IllegalStateException("cut"));

        assertThat(owner.told)
                .singleElement()
                .asString()
                .startsWith("transport error: ")
                .contains("cut");
        assertThat(socket.closed).containsExactly(1000);
    }

    @Test
    void sessionIsClosed_whatWasSentBeforeStillGoesOut() {
        var session = owner.open();
        var socket = new Peer(door, session).upgrade();
        socket.stall();
        session.send(List.of(TextPacket.message("a"), TextPacket.message("b")));
        session.close(CloseReason.FORCED_SERVER_CLOSE, "test");
        assertThat(socket.closed).isEmpty();

        socket.resume();

        assertThat(socket.sent).endsWith("4a", "4b");
        assertThat(socket.closed).containsExactly(1000);
    }

    @Test
    void ownerDies_webSocketIsClosed() {
        var socket = new Peer(door, owner.open()).upgrade();
        owner.bus.kill();
        assertThat(socket.closed).containsExactly(1001);
        assertThat(socket.connection.isFull()).isFalse();
    }

    @Test
    void doorDies_sessionIsToldThatItsTransportHasClosed() {
        new Peer(door, owner.open()).upgrade();
        door.bus.kill();
        assertThat(owner.told).containsExactly("transport close: closed with 1006");
    }

    @Test
    void messageIsLostForGood_webSocketIsClosed_andTheSessionEnds() {
        withoutRing();
        var session = owner.open();
        var socket = new Peer(door, session).upgrade();
        network.loseIf(frame -> contains(frame, "4lost"));
        session.send(List.of(TextPacket.message("lost")));
        network.loseIf(frame -> false);
        session.send(List.of(TextPacket.message("after")));
        world.time.advance(Duration.ofSeconds(15));

        assertThat(socket.sent).doesNotContain("4after");
        assertThat(socket.closed).containsExactly(1001);
        assertThat(owner.told).containsExactly("transport close: closed with 1006");
    }

    @Test
    void slowPeer_stopsTheOwnerAtTheWindow_andIsASlowConsumerInTheEnd() {
        var session = owner.open();
        var socket = new Peer(door, session).upgrade();
        socket.stall();
        var message = TextPacket.message("x".repeat(999));
        for (int i = 0; i < 200; i++) {
            session.send(List.of(message));
        }
        assertThat(owner.told).isEmpty();
        long frames = owner.relayed();
        assertThat(frames).isBetween(60L, (long) Window.MESSAGES);

        world.time.advance(owner.server.options().writeTimeout());

        assertThat(owner.told).singleElement().asString().startsWith("transport error: slow consumer: a write");
    }

    @Test
    void slowPeer_thatGoesOn_getsAllInOrder() {
        var session = owner.open();
        var socket = new Peer(door, session).upgrade();
        socket.stall();
        var expected = new ArrayList<String>();
        for (int i = 0; i < 1_000; i++) {
            session.send(List.of(TextPacket.message(i + "x".repeat(300))));
            expected.add("4" + i + "x".repeat(300));
        }
        assertThat(socket.sent).hasSizeLessThan(3);

        socket.resume();

        assertThat(socket.sent).endsWith(expected.toArray(String[]::new));
        assertThat(owner.told).isEmpty();
    }

    @Test
    void fullHandlers_stopTheDoorAtTheWindow() {
        var session = owner.open();
        var socket = new Peer(door, session).upgrade();
        owner.fill(session);
        int sent = 0;
        for (; !socket.connection.isFull(); sent++) {
            socket.connection.text("4" + sent, true);
        }
        assertThat(sent).isLessThanOrEqualTo(Window.MESSAGES);
        var goesOn = new ArrayList<String>();
        socket.connection.whenRoom(() -> goesOn.add("room"));
        assertThat(goesOn).isEmpty();

        session.inflow().left();

        assertThat(goesOn).containsExactly("room");
        assertThat(socket.connection.isFull()).isFalse();
        assertThat(owner.told).hasSize(sent);
    }

    @Test
    void drainOfTheDoor_closesWhatRunsOverIt_oneAfterTheOther() {
        var first = new Peer(door, owner.open()).upgrade();
        var second = new Peer(door, owner.open()).upgrade();
        var elsewhere = new Peer(other, owner.open()).upgrade();
        var drained = door.server.drain(Duration.ofSeconds(10)).toCompletableFuture();

        assertThat(first.closed.size() + second.closed.size()).isOne();
        assertThat(drained).isNotDone();
        world.time.advance(Duration.ofSeconds(4));

        assertThat(first.closed).containsExactly(1001);
        assertThat(second.closed).containsExactly(1001);
        assertThat(drained).isCompleted();
        assertThat(owner.told)
                .containsExactly("transport close: closed with 1001", "transport close: closed with 1001");
        assertThat(elsewhere.closed).isEmpty();
        assertThat(door.relay.counters().door().waiting()).isZero();
    }

    @Test
    void drainOfTheDoor_closesNothingTwice() {
        new Peer(door, owner.open()).upgrade();
        var gone = new Peer(door, owner.open()).upgrade();
        var drained = door.server.drain(Duration.ofSeconds(10)).toCompletableFuture();
        var others = owner.told.size();

        gone.connection.closed(1000);
        world.time.advance(Duration.ofSeconds(4));

        assertThat(drained).isCompleted();
        assertThat(others).isOne();
        assertThat(owner.told).hasSize(2);
    }

    private static boolean contains(byte[] frame, String text) {
        return new String(frame, UTF_8).contains(text);
    }

    private static Claim claim(EngineSession session) {
        return claim(session.id(), SOMEBODY);
    }

    private static Claim claim(String sid, Visitor visitor) {
        return new Claim(sid, "polling", "4", false, visitor);
    }

    private final class Node {
        final MemoryBus bus = network.join();
        final List<String> told = new ArrayList<>();
        final List<String> refused = new ArrayList<>();
        final EngineServer server;
        final Relay relay;

        Node() {
            this(options -> {});
        }

        Node(Consumer<EngineOptions.Builder> change) {
            var options = EngineOptions.builder().maxPayloadBytes(LIMIT).postTimeout(Duration.ofSeconds(20));
            change.accept(options);
            server = new EngineServer(options.build(), world.environment(), session -> new Told(told));
            server.onConnectionError(error -> refused.add(error.error().name()));
            relay = new Relay(bus, "/test", server, world.environment(), Runnable::run);
        }

        /** Opens a polling session, whose handshake has been taken. */
        EngineSession open() {
            var transport = new PollingTransport(PayloadCodec.of(Revision.V4, false), 1024);
            var session = server.open(request(), Revision.V4, transport);
            var handshake = new Answers();
            transport.polled(session, handshake);
            assertThat(handshake.text()).startsWith("200 0{");
            return session;
        }

        EngineRequest request() {
            return TestClient.request(Map.of());
        }

        Answers poll(EngineSession session) {
            var answers = new Answers();
            relay.door().poll(ownerOf(session.id()), claim(session), request(), answers);
            return answers;
        }

        Answers post(EngineSession session, String body) {
            var answers = new Answers();
            var bytes = Bytes.ofUtf8(body);
            start(claim(session), answers, bytes.size()).read(bytes);
            return answers;
        }

        /** A POST whose body has not come yet. */
        BodyReader.Outcome start(Claim claim, Answers answers, long length) {
            return relay.door().post(ownerOf(claim.sid()), claim, request(), false, length, answers);
        }

        private String ownerOf(String sid) {
            var node = relay.ownerOf(sid);
            assertThat(node).isNotNull();
            return node;
        }

        /** There is no room for another event. */
        void fill(EngineSession session) {
            for (int i = 0; i < server.options().maxQueuedEvents(); i++) {
                session.eventReceived();
            }
        }

        long relayed() {
            return bus.counters().sent().frames();
        }
    }

    private record Told(List<String> told) implements EngineListener {
        @Override
        public void message(EnginePacket message) {
            told.add(message instanceof TextPacket text ? text.frame() : message.toString());
        }

        @Override
        public void closed(CloseReason reason, String description) {
            told.add(reason + ": " + description);
        }
    }

    /** A request that keeps its answer. */
    private static final class Answers implements Exchange {
        Answer answer;

        @Override
        public boolean answer(Answer given) {
            if (answer != null) {
                return false;
            }
            answer = given;
            return true;
        }

        String text() {
            assertThat(answer).as("an answer").isNotNull();
            return answer.status() + " " + answer.body().toUtf8();
        }
    }

    /** The peer of a WebSocket at a door: takes at once what is sent, unless it is stalled. */
    private static final class Peer implements WebSocketChannel {
        final List<String> sent = new ArrayList<>();
        final List<Integer> closed = new ArrayList<>();
        final WebSocketConnection connection;
        private final Sender sender;
        private boolean stalled;
        private boolean sending;

        Peer(Node at, EngineSession session) {
            this(at, claim(session));
        }

        Peer(Node at, Claim claim) {
            connection = at.relay
                    .door()
                    .upgrade(at.ownerOf(claim.sid()), new Claim(claim.sid(), "websocket", "4", false, claim.visitor()));
            sender = connection.opened(this);
            connection.ready();
        }

        Peer upgrade() {
            connection.text("2probe", true);
            connection.text("5", true);
            return this;
        }

        void stall() {
            stalled = true;
        }

        void resume() {
            stalled = false;
            if (sending) {
                sending = false;
                sender.sent(true);
            }
        }

        @Override
        public void sendText(TextPacket packet) {
            sendText(packet.frame());
        }

        @Override
        public void sendText(String text) {
            assertThat(sending).isFalse();
            sent.add(text);
            if (stalled) {
                sending = true;
            } else {
                sender.sent(true);
            }
        }

        @Override
        public void sendBinary(Bytes data) {
            sendText(data.toString());
        }

        @Override
        public void close(int code) {
            closed.add(code);
        }
    }
}
