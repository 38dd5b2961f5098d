package io.parley.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.parley.kernel.Bytes;
import io.parley.kernel.Environment;
import io.parley.testing.ManualTime;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OutboundTest {
    /** With a node id and a channel of one character each. */
    private static final int EMPTY_FRAME_BYTES = 47;

    private static final int MOST = 4096;
    private static final BusLimits LIMITS = new BusLimits(MOST, 2 * MOST, Duration.ofSeconds(60), 20_000, 0);

    private final Queue<Runnable> pool = new ArrayDeque<>();
    private final List<Throwable> failures = new ArrayList<>();
    private final List<Frame> wire = new ArrayList<>();
    private final List<Datagram> control = new ArrayList<>();
    private final List<Frame> toM = new ArrayList<>();
    private final ManualTime time = new ManualTime();
    private final FrameCodec codec = new FrameCodec(MOST, FrameKeys.none());
    private boolean up = true;
    private final Outbound outbound = new Outbound(
            new Origin("n", 4),
            LIMITS,
            codec,
            new Environment(time, time, pool::add, () -> "", failures::add),
            new Pipe() {
                @Override
                public boolean toAll(byte[] frame) {
                    return take(frame, wire);
                }

                @Override
                public boolean to(String node, byte[] frame) {
                    assertThat(node).isEqualTo("m");
                    return take(frame, toM);
                }
            });

    private boolean take(byte[] bytes, List<Frame> frames) {
        if (up) {
            var datagram = codec.decode(bytes);
            if (datagram instanceof Datagram.Message message) {
                frames.add(message.frame());
            } else {
                control.add(datagram);
            }
        }
        return up;
    }

    private final Logger logger = Logger.getLogger(Outbound.class.getName());
    private final List<String> logged = new ArrayList<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord entry) {
            logged.add(entry.getLevel().getName());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listenToTheLog() {
        logger.setUseParentHandlers(false);
        logger.addHandler(handler);
    }

    @BeforeEach
    void joinAnother() {
        outbound.members(Set.of("n", "m"));
        drain();
        control.clear();
    }

    @AfterEach
    void nothingFailed() {
        logger.removeHandler(handler);
        logger.setUseParentHandlers(true);
        assertThat(failures).isEmpty();
    }

    private void drain() {
        while (!pool.isEmpty()) {
            pool.remove().run();
        }
    }

    private void publish(int bodyBytes) {
        outbound.publish("c", Bytes.owned(new byte[bodyBytes]));
    }

    private List<Long> sequences() {
        return wire.stream().map(Frame::sequence).toList();
    }

    @Test
    void frames_areSentByThePoolOnly_inOrder() {
        publish(1);
        publish(2);
        publish(3);
        assertThat(wire).isEmpty();

        drain();

        assertThat(wire).extracting(frame -> frame.body().size()).containsExactly(1, 2, 3);
        assertThat(wire).extracting(Frame::epoch).containsOnly(4L);
        assertThat(sequences()).containsExactly(1L, 2L, 3L);
        assertThat(outbound.counters()).isEqualTo(new BusCounters.Sent(3, 0, 0, 1));
    }

    @Test
    void whatExceedsTheQueue_isDroppedAndLeavesAHole() {
        publish(MOST - EMPTY_FRAME_BYTES);
        publish(MOST - EMPTY_FRAME_BYTES);
        publish(0);
        publish(0);
        drain();
        publish(0);
        drain();

        assertThat(sequences())
                .as("the lost ones are missing before the next frame")
                .containsExactly(3L, 4L, 5L);
        assertThat(outbound.counters()).isEqualTo(new BusCounters.Sent(3, 2, 0, 1));
    }

    @Test
    void theOperator_isWarnedOncePerOutage() {
        for (int i = 0; i < 10; i++) {
            publish(MOST / 2);
        }
        drain();
        assertThat(logged).containsExactly("WARNING", "INFO");

        up = false;
        publish(0);
        publish(0);
        drain();
        assertThat(logged).containsExactly("WARNING", "INFO", "WARNING");

        up = true;
        publish(0);
        drain();
        assertThat(logged).containsExactly("WARNING", "INFO", "WARNING", "INFO");
    }

    @Test
    void framesThatThePipeDoesNotTake_areDroppedAndLeaveAHole() {
        publish(0);
        drain();
        up = false;
        publish(0);
        publish(0);
        drain();
        up = true;
        publish(0);
        drain();

        assertThat(sequences()).containsExactly(1L, 4L);
        assertThat(outbound.counters()).isEqualTo(new BusCounters.Sent(2, 2, 0, 1));
    }

    @Test
    void anOversizedFrame_isRefused_andTakesNoPlace() {
        assertThatIllegalArgumentException().isThrownBy(() -> publish(MOST + 1 - EMPTY_FRAME_BYTES));
        publish(MOST - EMPTY_FRAME_BYTES);
        drain();

        assertThat(sequences()).containsExactly(1L);
        assertThat(outbound.counters()).isEqualTo(new BusCounters.Sent(1, 0, 0, 1));
        assertThat(logged).isEmpty();
    }

    @Test
    void nobodyIsToldAnything_whileTheNodeHasAlwaysBeenAlone() {
        var alone = new Outbound(
                new Origin("n", 4),
                LIMITS,
                codec,
                new Environment(time, time, Runnable::run, () -> "", failures::add),
                null);
        alone.start();
        alone.members(Set.of("n"));
        alone.publish("c", Bytes.empty());
        time.advance(Duration.ofSeconds(3));

        assertThat(alone.isAlone()).isTrue();
        assertThat(alone.counters()).isEqualTo(new BusCounters.Sent(0, 0, 0, 0));
        assertThat(outbound.isAlone()).isFalse();
    }

    @Test
    void aHeartbeatEachSecond_tellsHowFarTheStreamsAre() {
        outbound.start();
        publish(0);
        publish(0);
        assertThat(outbound.send("m", "c", Bytes.empty())).isTrue();
        drain();
        time.advance(Duration.ofSeconds(1));
        drain();
        time.advance(Duration.ofSeconds(1));
        drain();

        var beat = new Datagram.Heartbeat("n", 4, 2, false, false, Map.of("m", new Datagram.Peer(1, 1)));
        assertThat(control).containsExactly(beat, beat);
        assertThat(toM).extracting(Frame::sequence).containsExactly(1L);
        outbound.close();
        drain();
        assertThat(time.waiting()).isZero();
    }

    @Test
    void framesThatWereDroppedLast_areInTheNextHeartbeat() {
        outbound.start();
        publish(MOST - EMPTY_FRAME_BYTES);
        publish(MOST - EMPTY_FRAME_BYTES);
        publish(0);
        drain();
        time.advance(Duration.ofSeconds(1));
        drain();

        assertThat(control)
                .containsExactly(new Datagram.Heartbeat("n", 4, 3, false, false, Map.of("m", new Datagram.Peer(1, 0))));
    }

    @Test
    void aNodeThatJoins_isOwedWhatComesNext_andAnOldOneGoesOnWhereItWas() {
        publish(0);
        publish(0);
        outbound.members(Set.of("n"));
        publish(0);
        outbound.members(Set.of("n", "m", "new"));
        drain();

        assertThat(control)
                .containsExactly(new Datagram.Heartbeat(
                        "n", 4, 3, false, false, Map.of("m", new Datagram.Peer(1, 0), "new", new Datagram.Peer(4, 0))));
    }

    @Test
    void lag_isWhatWaitsAndForHowLong() {
        assertThat(outbound.lag(0)).isEqualTo(new BusCounters.Lag(0, 0, 0));
        publish(0);
        time.advance(Duration.ofMillis(300));
        publish(0);
        time.advance(Duration.ofMillis(200));
        assertThat(outbound.lag(7)).isEqualTo(new BusCounters.Lag(2L * EMPTY_FRAME_BYTES, 500, 7));
        drain();
        assertThat(outbound.lag(0)).isEqualTo(new BusCounters.Lag(0, 0, 0));
    }

    @Test
    void toANodeThatIsNotThere_nothingIsSent() {
        assertThat(outbound.send("gone", "c", Bytes.empty())).isFalse();
        outbound.members(Set.of("n"));
        assertThat(outbound.send("m", "c", Bytes.empty())).isFalse();
        outbound.members(Set.of("n", "m"));
        assertThat(outbound.send("m", "c", Bytes.empty())).isTrue();
        drain();

        assertThat(toM).extracting(Frame::sequence).containsExactly(1L);
        assertThat(outbound.counters().unreachable()).isEqualTo(2);
        assertThatIllegalArgumentException().isThrownBy(() -> outbound.send("n", "c", Bytes.empty()));
    }

    @Test
    void aFullQueue_isToldToWhoSendsToOne_andUsesNoNumber() {
        assertThat(outbound.send("m", "c", Bytes.owned(new byte[MOST - 100]))).isTrue();
        assertThat(outbound.send("m", "c", Bytes.owned(new byte[MOST - 100]))).isTrue();
        assertThat(outbound.send("m", "c", Bytes.owned(new byte[MOST - 100]))).isFalse();
        drain();
        assertThat(outbound.send("m", "c", Bytes.empty())).isTrue();
        drain();

        assertThat(toM).extracting(Frame::sequence).containsExactly(1L, 2L, 3L);
        assertThat(outbound.counters().dropped()).isEqualTo(1);
    }

    private void ask(String node, long epoch, long... ends) {
        var ranges = new ArrayList<Datagram.Range>();
        for (int i = 0; i < ends.length; i += 2) {
            ranges.add(new Datagram.Range(ends[i], ends[i + 1]));
        }
        outbound.asked(new Datagram.Request(node, 1, "n", epoch, true, ranges));
        drain();
    }

    private static Datagram.Answer lost(long... ends) {
        var ranges = new ArrayList<Datagram.Range>();
        for (int i = 0; i < ends.length; i += 2) {
            ranges.add(new Datagram.Range(ends[i], ends[i + 1]));
        }
        return new Datagram.Answer("n", 4, "m", true, ranges);
    }

    @Test
    void whatIsKept_isSentAgainToTheOneThatAsks_asItWas() {
        for (int i = 1; i <= 5; i++) {
            publish(i);
        }
        drain();
        ask("m", 4, 2, 3, 5, 5);

        assertThat(toM).containsExactly(wire.get(1), wire.get(2), wire.get(4));
        assertThat(control).containsExactly(lost());
        assertThat(outbound.ringCounters().repeated()).isEqualTo(3);
    }

    @Test
    void whatNeverWas_isNotSpokenOf() {
        publish(0);
        drain();
        ask("m", 4, 1, 1_000_000_000_000L, 7, 9);

        assertThat(toM).hasSize(1);
        assertThat(control).containsExactly(lost());
    }

    @Test
    void theRing_isBoundedInBytes() {
        for (int i = 0; i < 30; i++) {
            publish(1000);
            drain();
        }

        int cost = 1000 + EMPTY_FRAME_BYTES + BusLimits.OVERHEAD_BYTES;
        var ring = outbound.ringCounters();
        assertThat(ring.frames()).isEqualTo(20_000 / cost);
        assertThat(ring.bytes()).isEqualTo(ring.frames() * cost);
        ask("m", 4, 3, 30);
        assertThat(control).containsExactly(lost(3, 30 - ring.frames()));
        assertThat(toM).hasSize((int) ring.frames());
        assertThat(outbound.ringCounters().gone()).isEqualTo(28 - ring.frames());
    }

    @Test
    void theRing_isBoundedInTime() {
        outbound.start();
        publish(0);
        drain();
        time.advance(Duration.ofSeconds(30));
        drain();
        publish(0);
        drain();
        while (time.nanos() < 62_000_000_000L) {
            time.advance(Duration.ofSeconds(1));
            drain();
        }
        control.clear();
        assertThat(outbound.ringCounters().frames()).isEqualTo(1);
        ask("m", 4, 1, 2);

        assertThat(toM).extracting(Frame::sequence).containsExactly(2L);
        assertThat(control).containsExactly(lost(1, 1));
    }

    @Test
    void framesThatWereDropped_areLost_butThoseThatTheNetworkDidNotTakeAreNot() {
        publish(MOST - EMPTY_FRAME_BYTES);
        publish(MOST - EMPTY_FRAME_BYTES);
        publish(0);
        drain();
        up = false;
        publish(0);
        drain();
        up = true;
        publish(0);
        drain();
        ask("m", 4, 1, 5);

        assertThat(toM).extracting(Frame::sequence).containsExactly(2L, 3L, 4L, 5L);
        assertThat(control).containsExactly(lost(1, 1));
    }

    @Test
    void strangersAndOtherEpochs_areNotAnswered() {
        publish(0);
        drain();
        ask("stranger", 4, 1, 1);
        ask("m", 3, 1, 1);

        assertThat(toM).isEmpty();
        assertThat(control).isEmpty();
        assertThat(outbound.ringCounters().refusedRequests()).isEqualTo(2);
    }

    @Test
    void oneNode_isAnsweredOnlySoOftenAndSoMuchInASecond() {
        outbound.start();
        for (int i = 0; i < 4; i++) {
            publish(4000);
            drain();
        }
        for (int i = 0; i < 1000; i++) {
            ask("m", 4, 1, 4);
        }
        assertThat(toM).as("no more than twice what is kept").hasSizeBetween(4, 8);
        time.advance(Duration.ofSeconds(1));
        drain();
        control.clear();
        for (int i = 0; i < 1000; i++) {
            ask("m", 4, 9, 9);
        }
        assertThat(control).hasSize(Outbound.MAX_REQUESTS_A_BEAT);
        assertThat(outbound.ringCounters().refusedRequests()).isGreaterThan(1900);
    }

    @Test
    void oneAnswer_isBounded() {
        var much = new BusLimits(1_000_000, 100_000_000, Duration.ofSeconds(60), 100_000_000, 0);
        var again = new ArrayList<byte[]>();
        var large = new Outbound(
                new Origin("n", 4),
                much,
                new FrameCodec(1_000_000, FrameKeys.none()),
                new Environment(time, time, Runnable::run, () -> "", failures::add),
                new Pipe() {
                    @Override
                    public boolean toAll(byte[] frame) {
                        return true;
                    }

                    @Override
                    public boolean to(String node, byte[] frame) {
                        return again.add(frame);
                    }
                });
        large.members(Set.of("n", "m"));
        for (int i = 0; i < 100; i++) {
            large.publish("c", Bytes.owned(new byte[100_000]));
        }
        large.asked(new Datagram.Request("m", 1, "n", 4, true, List.of(new Datagram.Range(1, 100))));

        assertThat(again).as("with the end of the answer").hasSize(10 + 1);
    }

    @Test
    void close_isCompleteWhenAllWasSent_andNothingIsTakenAfterwards() {
        publish(0);
        var drained = outbound.close().toCompletableFuture();
        publish(0);
        assertThat(drained).isNotDone();

        drain();

        assertThat(drained).isCompleted();
        assertThat(sequences()).containsExactly(1L);
        assertThat(outbound.counters()).isEqualTo(new BusCounters.Sent(1, 0, 0, 2));
    }
}
