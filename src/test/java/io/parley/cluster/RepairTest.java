package io.parley.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.kernel.Bytes;
import io.parley.testing.MemoryBus;
import io.parley.testing.MemoryNetwork;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Whatever the network does: each node gets each frame of each stream once, in order, or is told what it will not get. */
class RepairTest {
    private static final Logger LOGGER = Logger.getLogger(HeardOrigin.class.getName());
    private static final Duration RING_TIME = Duration.ofSeconds(60);
    private static final BusLimits LIMITS = new BusLimits(1 << 20, 16 << 20, RING_TIME, 4_000_000, 1_000_000);

    private final List<Throwable> failures = new ArrayList<>();
    private final long seed = new Random().nextLong();
    private final MemoryNetwork network = new MemoryNetwork(seed, LIMITS, failures::add);
    private final List<Listening> nodes = new ArrayList<>();

    @BeforeAll
    static void warnOfNothing() {
        LOGGER.setLevel(Level.OFF);
    }

    @AfterAll
    static void warnAgain() {
        LOGGER.setLevel(null);
    }

    @AfterEach
    void nothingFailed() {
        assertThat(failures).isEmpty();
    }

    private Listening join() {
        return listen(network.join());
    }

    private Listening listen(MemoryBus bus) {
        var node = new Listening(bus);
        nodes.add(node);
        return node;
    }

    private void pass(int seconds) {
        network.time().advance(Duration.ofSeconds(seconds));
    }

    /** A node, and what it has heard of each stream. */
    private static final class Listening {
        final MemoryBus bus;
        final Map<String, List<Integer>> heard = new HashMap<>();
        final List<Gap> gaps = new ArrayList<>();
        int said;

        Listening(MemoryBus bus) {
            this.bus = bus;
            bus.onGap(gaps::add);
            bus.subscribe(
                    frame -> heard.computeIfAbsent(frame.node() + " " + frame.channel(), stream -> new ArrayList<>())
                            .add(Integer.parseInt(frame.body().toUtf8())));
        }

        String id() {
            return bus.nodeId();
        }

        /** Publishes the next number. */
        void say() {
            bus.publish("all", number(said++));
        }

        boolean tell(Listening other, int number) {
            return bus.send(other.id(), "one", number(number));
        }

        List<Integer> of(Listening other) {
            return heard.getOrDefault(other.id() + " all", List.of());
        }

        List<Integer> toMeOf(Listening other) {
            return heard.getOrDefault(other.id() + " one", List.of());
        }

        BusCounters.Gaps counters() {
            return bus.counters().gaps();
        }

        private static Bytes number(int number) {
            return Bytes.owned(("" + number).getBytes(StandardCharsets.UTF_8));
        }
    }

    private static List<Integer> upTo(int count) {
        return IntStream.range(0, count).boxed().toList();
    }

    @RepeatedTest(20)
    void underLossDoublesDelayAndDisorder_allComesOnceAndInOrder() {
        var random = new Random(seed);
        for (int i = 0; i < 3; i++) {
            join();
        }
        network.loss(random.nextDouble() * 0.2);
        network.duplication(random.nextDouble() * 0.3);
        network.disorder(random.nextBoolean() ? 0 : random.nextInt(300));
        nodes.forEach(from -> nodes.forEach(to -> network.delay(from.bus, to.bus, random.nextInt(100))));
        int[] told = new int[3];
        for (int step = 0; step < 2000; step++) {
            int who = random.nextInt(3);
            if (random.nextBoolean()) {
                nodes.get(who).say();
            } else {
                nodes.get(who).tell(nodes.get((who + 1) % 3), told[who]++);
            }
            if (random.nextInt(4) == 0) {
                network.time().advance(Duration.ofMillis(random.nextInt(40)));
            }
        }
        pass(60);

        for (int i = 0; i < 3; i++) {
            var from = nodes.get(i);
            for (var to : nodes) {
                assertThat(to.of(from)).as("seed %d", seed).isEqualTo(upTo(to == from ? 0 : from.said));
            }
            assertThat(nodes.get((i + 1) % 3).toMeOf(from)).as("seed %d", seed).isEqualTo(upTo(told[i]));
            var counters = from.counters();
            assertThat(counters.missing()).as("seed %d", seed).isEqualTo(counters.repaired());
            assertThat(counters.heldBytes()).isZero();
            assertThat(from.gaps).isEmpty();
        }
    }

    @RepeatedTest(20)
    void partitionsThatComeAndGo_losePreciselyWhatIsAnnounced() {
        var random = new Random(seed);
        for (int i = 0; i < 3; i++) {
            join();
        }
        network.loss(0.05);
        for (int round = 0; round < 5; round++) {
            if (random.nextBoolean()) {
                network.partition(nodes.get(random.nextInt(3)).bus);
            } else {
                network.silence(nodes.get(random.nextInt(3)).bus, nodes.get(random.nextInt(3)).bus);
            }
            int seconds = 1 + random.nextInt(100);
            for (int i = 0; i < seconds; i++) {
                nodes.forEach(Listening::say);
                pass(1);
            }
            network.heal();
            nodes.forEach(Listening::say);
            pass(10);
        }
        network.loss(0);
        pass(60);

        for (var to : nodes) {
            for (var from : nodes) {
                if (to != from) {
                    var expected = new ArrayList<>(upTo(from.said));
                    to.gaps.stream()
                            .filter(gap -> gap.node().equals(from.id()))
                            .forEach(gap ->
                                    expected.removeIf(number -> gap.first() <= number + 1 && number + 1 <= gap.last()));
                    assertThat(to.of(from)).as("seed %d", seed).isEqualTo(expected);
                }
            }
            var counters = to.counters();
            assertThat(counters.missing()).as("seed %d", seed).isEqualTo(counters.repaired() + counters.lost());
            assertThat(counters.lost())
                    .isEqualTo(to.gaps.stream().mapToLong(Gap::frames).sum());
        }
    }

    @Test
    void aPartitionShorterThanTheRing_costsNothing() {
        var a = join();
        var b = join();
        network.partition(a.bus);
        for (int i = 0; i < 30; i++) {
            a.say();
            b.say();
            pass(1);
        }
        assertThat(b.of(a)).isEmpty();
        network.heal();

        assertThat(b.of(a)).as("at once").isEqualTo(upTo(30));
        assertThat(a.of(b)).isEqualTo(upTo(30));
        assertThat(b.gaps).isEmpty();
    }

    @Test
    void aPartitionLongerThanTheRing_losesWhatIsTooOld_andSaysSo_andGoesOn() {
        var a = join();
        var b = join();
        a.say();
        network.partition(a.bus);
        for (int i = 0; i < 100; i++) {
            a.say();
            pass(1);
        }
        network.heal();
        a.say();

        assertThat(b.gaps).hasSize(1);
        var gap = b.gaps.get(0);
        assertThat(gap.first()).isEqualTo(2);
        assertThat(gap.last()).as("what was said more than 60 s ago").isBetween(41L, 43L);
        assertThat(gap.node()).isEqualTo(a.id());
        assertThat(gap.toAll()).isTrue();
        assertThat(b.of(a))
                .startsWith(0, (int) gap.last())
                .hasSize((int) (102 - gap.frames()))
                .endsWith(101);
        assertThat(a.gaps).isEmpty();
    }

    @Test
    void moreThanTheRingHolds_losesTheOldest_andSaysSo() {
        var a = join();
        var b = join();
        network.partition(a.bus);
        for (int i = 0; i < 50_000; i++) {
            a.say();
        }
        var ring = a.bus.counters().ring();
        assertThat(ring.bytes()).isBetween(3_900_000L, LIMITS.ringBytes());
        network.heal();

        assertThat(b.gaps).containsExactly(new Gap(a.id(), 1, true, 1, 50_000 - ring.frames()));
        assertThat(b.of(a)).hasSize((int) ring.frames()).endsWith(49_999);
    }

    @Test
    void theLastFrame_isMissedByTheNextHeartbeat() {
        var a = join();
        var b = join();
        network.loss(1);
        a.say();
        a.tell(b, 0);
        network.loss(0);
        assertThat(b.of(a)).isEmpty();
        pass(1);

        assertThat(b.of(a)).containsExactly(0);
        assertThat(b.toMeOf(a)).containsExactly(0);
        assertThat(b.counters().repaired()).isEqualTo(2);
    }

    @Test
    void aNodeThatJoins_getsAllThatComesAfter_evenIfTheFirstIsLost_andNothingOfBefore() {
        var a = join();
        var b = join();
        a.say();
        b.say();
        network.loss(1);
        var c = join();
        a.say();
        a.say();
        network.loss(0);
        a.say();
        assertThat(c.of(a)).as("not yet told where to begin").isEmpty();
        pass(1);

        assertThat(c.of(a)).containsExactly(1, 2, 3);
        assertThat(c.of(b)).isEmpty();
        assertThat(c.gaps).isEmpty();
    }

    @Test
    void aNodeThatWasRestarted_isAnotherOne() {
        var a = join();
        var b = join();
        a.say();
        a.say();
        a.bus.kill();
        var again = listen(network.rejoin(a.bus));
        again.say();

        assertThat(b.of(a)).as("they have the same name").containsExactly(0, 1, 0);
        assertThat(b.gaps).isEmpty();
        again.tell(b, 7);
        b.tell(again, 8);
        assertThat(b.toMeOf(a)).containsExactly(7);
        assertThat(again.toMeOf(b)).containsExactly(8);
    }

    @Test
    void whatADeadNodeOwed_isGivenUp_whenItCannotComeBackAnyMore() {
        var a = join();
        var b = join();
        a.say();
        network.loss(1);
        a.say();
        network.loss(0);
        network.silence(b.bus, a.bus);
        a.say();
        a.bus.kill();
        pass(59);
        assertThat(b.of(a)).containsExactly(0);
        assertThat(b.gaps).isEmpty();
        pass(2);

        assertThat(b.gaps).containsExactly(new Gap(a.id(), 1, true, 2, 2));
        assertThat(b.of(a)).containsExactly(0, 2);
    }

    @Test
    void aOneWayBreak_inWhichNoRequestArrives_holdsUpForTenSecondsAtMost() {
        var a = join();
        var b = join();
        network.silence(b.bus, a.bus);
        network.loss(1);
        a.say();
        network.loss(0);
        a.say();
        pass(9);
        assertThat(b.of(a)).isEmpty();
        pass(2);

        assertThat(b.of(a)).containsExactly(1);
        assertThat(b.gaps).containsExactly(new Gap(a.id(), 1, true, 1, 1));
    }

    @Test
    void replayedFrames_changeNothing() {
        var a = join();
        var b = join();
        for (int i = 0; i < 5; i++) {
            a.say();
            a.tell(b, i);
        }
        var record = network.takeRecord();
        pass(5);
        var c = join();
        record.forEach(frame -> nodes.forEach(node -> network.inject(node.bus, frame)));
        a.say();

        assertThat(b.of(a)).isEqualTo(upTo(6));
        assertThat(b.toMeOf(a)).isEqualTo(upTo(5));
        assertThat(c.of(a)).containsExactly(5);
        assertThat(c.toMeOf(a)).isEmpty();
        assertThat(b.bus.counters().received().duplicates()).isPositive();
        assertThat(c.bus.counters().received().strange()).isPositive();
    }

    @Test
    void nodesOfOneKey_hearEachOther_andOthersNothing() {
        var a = listen(network.join(FrameKeys.of("the key of the cluster")));
        var b = listen(network.join(FrameKeys.of("the key of the cluster")));
        var changing = listen(network.join(FrameKeys.of("the key of tomorrow", "the key of the cluster")));
        var wrong = listen(network.join(FrameKeys.of("another cluster's key")));
        var none = join();
        nodes.forEach(Listening::say);
        pass(2);

        assertThat(b.of(a)).containsExactly(0);
        assertThat(changing.of(a)).containsExactly(0);
        assertThat(a.of(changing)).as("not accepted here yet").isEmpty();
        assertThat(wrong.heard).isEmpty();
        assertThat(none.heard).isEmpty();
        assertThat(a.heard).containsOnlyKeys(b.id() + " all");
        for (var node : nodes) {
            assertThat(node.bus.counters().received().forged()).isPositive();
            assertThat(node.gaps).isEmpty();
        }
    }

    @Test
    void framesOfALaterRelease_areCountedAndSkipped_andDoNotDisturb() {
        var a = join();
        var b = join();
        a.say();
        network.inject(b.bus, new byte[] {'P', 'B', 2, 1, 0});
        network.inject(b.bus, new byte[] {'P', 'B', 1, 77, 0});
        a.say();

        assertThat(b.of(a)).containsExactly(0, 1);
        assertThat(b.bus.counters().received().unknown()).isEqualTo(2);
        assertThat(b.counters().missing()).isZero();
    }

    @Test
    void manyFramesOfALongPartition_areRepairedWithoutManyRequests() {
        var a = join();
        var b = join();
        network.partition(a.bus);
        for (int i = 0; i < 15_000; i++) {
            a.say();
        }
        network.takeRecord();
        network.heal();

        assertThat(b.of(a)).isEqualTo(upTo(15_000));
        Predicate<byte[]> isRequest = frame -> frame[3] == 4;
        assertThat(network.takeRecord().stream().filter(isRequest)).hasSizeLessThan(10);
    }

    @Test
    void oneHeartbeatASecond_whateverTheNumberOfChannels() {
        var a = join();
        join();
        pass(1);
        for (int i = 0; i < 100; i++) {
            a.bus.publish("channel-" + i, Listening.number(i));
        }
        network.takeRecord();
        pass(10);

        assertThat(network.takeRecord()).as("ten of each node").hasSize(20).allMatch(frame -> frame[3] == 3);
    }
}
