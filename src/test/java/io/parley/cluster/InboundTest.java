package io.parley.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.kernel.Bytes;
import io.parley.kernel.Environment;
import io.parley.testing.ManualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What {@code ClusterBusContract} does not see from outside. */
class InboundTest {
    private static final BusLimits LIMITS = new BusLimits(4096, 10_000, Duration.ofSeconds(60), 10_000, 10_000);

    private final List<Throwable> failures = new ArrayList<>();
    private final List<Frame> delivered = new ArrayList<>();
    private final List<Gap> gaps = new ArrayList<>();
    private final List<Datagram.Request> requests = new ArrayList<>();
    private final ManualTime time = new ManualTime();
    private final FrameCodec codec = new FrameCodec(4096, FrameKeys.none());
    private final Environment environment = new Environment(time, time, Runnable::run, () -> "", failures::add);
    private final Outbound outbound = new Outbound(new Origin("self", 1), LIMITS, codec, environment, new Pipe() {
        @Override
        public boolean toAll(byte[] frame) {
            return true;
        }

        @Override
        public boolean to(String node, byte[] frame) {
            if (codec.decode(frame) instanceof Datagram.Request request) {
                requests.add(request);
            }
            return true;
        }
    });
    private final Inbound inbound =
            new Inbound("self", LIMITS, codec, environment, () -> Set.of("self", "n", "busy"), outbound);

    @AfterEach
    void nothingFailed() {
        assertThat(failures).isEmpty();
    }

    private void subscribe() {
        inbound.subscribe(delivered::add);
        inbound.onGap(gaps::add);
    }

    private void hear(String node, long epoch, long sequence) {
        inbound.received(TestFrames.toAll(node, epoch, sequence, "c", Bytes.empty()));
    }

    private void hearHeartbeat(String node, long epoch, long last, long start) {
        inbound.received(TestFrames.heartbeat(node, epoch, last, "self", start, 0));
    }

    private List<Long> sequences() {
        return delivered.stream().map(Frame::sequence).toList();
    }

    @Test
    void whatComesBeforeTheListener_isNeitherCountedNorRemembered() {
        hear("n", 1, 1);
        hearHeartbeat("n", 1, 1, 1);
        subscribe();

        assertThat(delivered).isEmpty();
        assertThat(inbound.counters()).isEqualTo(new BusCounters.Received(0, 0, 0, 0, 0, 0, 0, 0));
    }

    @Test
    void ownFrames_areLeftOutUncounted() {
        subscribe();
        hear("self", 1, 1);

        assertThat(delivered).isEmpty();
        assertThat(inbound.counters()).isEqualTo(new BusCounters.Received(0, 0, 0, 0, 0, 0, 0, 0));
    }

    @Test
    void framesWait_untilTheirNodeHasToldWhereThisOneIsToBegin() {
        subscribe();
        hear("n", 1, 4);
        hear("n", 1, 5);
        hear("n", 1, 7);
        assertThat(delivered).isEmpty();
        hearHeartbeat("n", 1, 7, 5);

        assertThat(sequences()).containsExactly(5L);
        assertThat(requests).extracting(Datagram.Request::ranges).containsExactly(List.of(new Datagram.Range(6, 6)));
        hear("n", 1, 6);
        assertThat(sequences()).containsExactly(5L, 6L, 7L);
    }

    @Test
    void aHeartbeatThatDoesNotNameThisNode_beginsNothing() {
        subscribe();
        inbound.received(TestFrames.heartbeat("n", 1, 7, "another", 3, 0));
        hear("n", 1, 8);
        time.advance(Duration.ofSeconds(59));
        assertThat(inbound.counters().strange()).isZero();
        time.advance(Duration.ofSeconds(2));

        assertThat(delivered).isEmpty();
        assertThat(gaps).isEmpty();
        assertThat(requests).isEmpty();
        assertThat(inbound.counters().strange()).isEqualTo(1);
        assertThat(inbound.gapCounters().heldFrames()).isZero();
        assertThat(time.waiting()).as("timers").isZero();
    }

    @Test
    void epochs_areComparedBySubtraction() {
        subscribe();
        hearHeartbeat("n", Long.MAX_VALUE, 0, 1);
        hear("n", Long.MAX_VALUE, 1);
        hearHeartbeat("n", Long.MIN_VALUE, 0, 1);
        hear("n", Long.MIN_VALUE, 1);
        hear("n", Long.MAX_VALUE, 2);

        assertThat(delivered).extracting(Frame::epoch).containsExactly(Long.MAX_VALUE, Long.MIN_VALUE);
        assertThat(inbound.counters().duplicates()).isEqualTo(1);
    }

    @Test
    void aNewEpoch_endsTheOldOne_withAllThatIsMissingOfIt() {
        subscribe();
        hearHeartbeat("n", 1, 0, 1);
        hear("n", 1, 1);
        hear("n", 1, 4);
        hear("n", 2, 1);

        assertThat(gaps).containsExactly(new Gap("n", 1, true, 2, 3));
        assertThat(sequences()).containsExactly(1L, 4L);
        hearHeartbeat("n", 2, 1, 1);
        assertThat(sequences()).containsExactly(1L, 4L, 1L);
    }

    @Test
    void onlySoManyOrigins_areRemembered_butMembersAlways() {
        subscribe();
        hearHeartbeat("n", 1, 0, 1);
        hear("n", 1, 1);
        for (int i = 0; i < 3 * Inbound.MAX_ORIGINS; i++) {
            hearHeartbeat("invented-" + i, 1, 0, 1);
        }
        hear("n", 1, 1);
        hear("n", 1, 2);

        assertThat(inbound.counters().duplicates()).isEqualTo(1);
        assertThat(sequences()).containsExactly(1L, 2L);
    }

    @Test
    void aFloodOfInventedNodes_takesNoMoreThanItsShareOfTheRoom_andLeavesTheOthersTheirs() {
        subscribe();
        hearHeartbeat("n", 1, 0, 1);
        for (int i = 0; i < 10_000; i++) {
            hear("invented-" + i, 1, 1);
        }
        assertThat(inbound.gapCounters().heldBytes()).isBetween(1000L, LIMITS.heldBytes() / 4);
        assertThat(inbound.counters().strange()).isGreaterThan(9000);
        hear("n", 1, 2);
        hear("n", 1, 1);

        assertThat(sequences()).containsExactly(1L, 2L);
    }

    @Test
    void whatIsHeldBack_isBounded_andTheRestAskedForAgain() {
        subscribe();
        hearHeartbeat("n", 1, 0, 1);
        for (long i = 2; i <= 200; i++) {
            hear("n", 1, i);
        }
        var gapsThen = inbound.gapCounters();
        assertThat(gapsThen.heldBytes()).isBetween(9000L, LIMITS.heldBytes());
        assertThat(gapsThen.missing()).isEqualTo(200 - gapsThen.heldFrames());
        hear("n", 1, 1);
        long next = gapsThen.heldFrames() + 2;
        assertThat(sequences()).hasSize((int) next - 1);
        time.advance(Duration.ofSeconds(1));
        hearHeartbeat("n", 1, 200, 1);

        assertThat(requests.get(requests.size() - 1).ranges()).containsExactly(new Datagram.Range(next, 200));
        for (long i = next; i <= 200; i++) {
            hear("n", 1, i);
        }
        assertThat(sequences()).isEqualTo(LongStream.rangeClosed(1, 200).boxed().toList());
        var gapsNow = inbound.gapCounters();
        assertThat(gapsNow.missing()).isEqualTo(gapsNow.repaired());
        assertThat(gapsNow.heldBytes()).isZero();
    }

    @Test
    void aNodeThatIsHeardButDoesNotAnswer_isAskedForTenSeconds() {
        subscribe();
        hearHeartbeat("n", 1, 2, 1);
        hear("n", 1, 3);
        for (int i = 0; i < 9; i++) {
            time.advance(Duration.ofSeconds(1));
            hearHeartbeat("n", 1, 3, 1);
        }
        assertThat(gaps).isEmpty();
        assertThat(requests).hasSize(19);
        time.advance(Duration.ofSeconds(1));
        hearHeartbeat("n", 1, 3, 1);

        assertThat(gaps).containsExactly(new Gap("n", 1, true, 1, 2));
        assertThat(sequences()).containsExactly(3L);
        assertThat(requests).hasSize(HeardOrigin.MAX_UNANSWERED);
    }

    @Test
    void aNodeThatIsSilent_isAskedForThreeSeconds_andAgainWhenItIsHeard_orGivenUpAfterTheTimeOfTheRing() {
        subscribe();
        hearHeartbeat("n", 1, 2, 1);
        hear("n", 1, 3);
        time.advance(Duration.ofSeconds(30));
        assertThat(requests).hasSize(6);
        hearHeartbeat("n", 1, 3, 1);
        assertThat(requests).hasSize(7);
        time.advance(Duration.ofSeconds(59));
        assertThat(gaps).isEmpty();
        time.advance(Duration.ofSeconds(2));

        assertThat(gaps).containsExactly(new Gap("n", 1, true, 1, 2));
        assertThat(sequences()).containsExactly(3L);
        assertThat(time.waiting()).as("timers").isZero();
    }

    @Test
    void whatIsLost_isToldBeforeWhatComesBehindIt_andOnlyThat() {
        var told = new ArrayList<String>();
        inbound.subscribe(frame -> told.add("frame " + frame.sequence()));
        inbound.onGap(gap -> told.add("gap " + gap.first() + " to " + gap.last() + ", " + gap.frames()));
        hearHeartbeat("n", 1, 0, 1);
        hear("n", 1, 4);
        hear("n", 1, 6);
        inbound.received(codec.encode(new Datagram.Answer(
                "n", 1, "self", true, List.of(new Datagram.Range(1, 2), new Datagram.Range(5, 100)))));

        assertThat(told).containsExactly("gap 1 to 2, 2");
        hear("n", 1, 3);
        assertThat(told).containsExactly("gap 1 to 2, 2", "frame 3", "frame 4");
        inbound.received(codec.encode(new Datagram.Answer("n", 1, "self", true, List.of(new Datagram.Range(5, 100)))));
        assertThat(told).endsWith("gap 5 to 5, 1", "frame 6");
        assertThat(inbound.gapCounters()).isEqualTo(new BusCounters.Gaps(4, 1, 3, 2, 0, 0));
    }

    @Test
    void framesForAnotherNode_areStrange() {
        subscribe();
        inbound.received(TestFrames.toOne("n", "another", 1, 1, "c", Bytes.empty()));
        inbound.received(TestFrames.toOne("n", "self", 1, 1, "c", Bytes.empty()));

        assertThat(delivered).hasSize(1);
        assertThat(inbound.counters().strange()).isEqualTo(1);
    }

    @Test
    void aGapListenerThatThrows_isReported_andTheOthersAreTold() {
        var failure = new IllegalStateException("from the test");
        inbound.onGap(gap -> {
            throw failure;
        });
        subscribe();
        hearHeartbeat("n", 1, 1, 1);
        hear("n", 2, 1);

        assertThat(gaps).hasSize(1);
        assertThat(failures).containsExactly(failure);
        failures.clear();
    }

    @Test
    void randomBytes_areAllCountedAndNoneIsDelivered() {
        subscribe();
        long seed = new Random().nextLong();
        var random = new Random(seed);
        for (int i = 0; i < 100_000; i++) {
            var bytes = new byte[random.nextInt(60)];
            random.nextBytes(bytes);
            if (random.nextBoolean() && bytes.length >= 4) {
                System.arraycopy(new byte[] {'P', 'B', 1, 1}, 0, bytes, 0, 4);
            }
            inbound.received(bytes);
        }

        var counters = inbound.counters();
        assertThat(counters.malformed() + counters.unknown() + counters.forged())
                .as("seed %d", seed)
                .isEqualTo(100_000);
        assertThat(delivered).isEmpty();
    }
}
