package io.parley.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.cluster.BusLimits;
import io.parley.cluster.ClusterBus;
import io.parley.cluster.ClusterBusContract;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MemoryBusTest extends ClusterBusContract {
    private static final BusLimits LIMITS = new BusLimits(64 << 10, 1 << 20, Duration.ofSeconds(60), 1 << 20, 1 << 20);

    private final List<Throwable> failures = new CopyOnWriteArrayList<>();
    private final MemoryNetwork network = new MemoryNetwork(1, LIMITS, failures::add);
    private final MemoryBus one = network.join();
    private final MemoryBus two = network.join();
    private final Node first = Node.of(one);
    private final Node second = Node.of(two);

    @Override
    protected Node first() {
        return first;
    }

    @Override
    protected Node second() {
        return second;
    }

    @Override
    protected ClusterBus join() {
        return network.join();
    }

    @Override
    protected void injectIntoSecond(byte[] bytes) {
        network.inject(two, bytes);
    }

    @Override
    protected BusLimits limits() {
        return LIMITS;
    }

    @Override
    protected List<Throwable> takeFailures() {
        var taken = List.copyOf(failures);
        failures.clear();
        return taken;
    }

    /** Three nodes of a network of their own, and the bodies that each of them heard. */
    private static final class Three {
        final List<Throwable> failures = new ArrayList<>();
        final MemoryNetwork network;
        final MemoryBus a;
        final MemoryBus b;
        final MemoryBus c;
        final Map<MemoryBus, List<String>> heard = new HashMap<>();

        Three(long seed) {
            network = new MemoryNetwork(seed, LIMITS, failures::add);
            a = join();
            b = join();
            c = join();
        }

        private MemoryBus join() {
            var bus = network.join();
            heard.put(bus, new ArrayList<>());
            bus.subscribe(frame -> heard.get(bus).add(new String(frame.body().toArray(), StandardCharsets.UTF_8)));
            return bus;
        }

        void say(MemoryBus from, String text) {
            from.publish("c", bytes(text));
        }

        List<String> takeHeard(MemoryBus bus) {
            var taken = List.copyOf(heard.get(bus));
            heard.get(bus).clear();
            return taken;
        }
    }

    @Test
    void partition_separatesAndIsSeen_andHealRepairsTheHole() {
        var three = new Three(1);
        var told = new ArrayList<Set<String>>();
        three.a.onMembers(told::add);
        three.say(three.a, "1");
        three.network.partition(three.a, three.b);
        three.say(three.a, "2");
        three.say(three.a, "3");

        assertThat(three.takeHeard(three.b)).containsExactly("1", "2", "3");
        assertThat(three.takeHeard(three.c)).containsExactly("1");
        assertThat(three.a.members()).containsExactlyInAnyOrder(three.a.nodeId(), three.b.nodeId());
        assertThat(three.c.members()).containsExactly(three.c.nodeId());

        three.network.heal();
        three.say(three.a, "4");

        assertThat(three.takeHeard(three.c)).containsExactly("2", "3", "4");
        assertThat(three.c.counters().gaps().repaired()).isEqualTo(2);
        assertThat(three.b.counters().gaps().missing()).isZero();
        var all = Set.of(three.a.nodeId(), three.b.nodeId(), three.c.nodeId());
        assertThat(told).containsExactly(Set.of(three.a.nodeId(), three.b.nodeId()), all);
        assertThat(three.failures).isEmpty();
    }

    @Test
    void partition_losesWhatIsTravelling() {
        var three = new Three(1);
        three.network.delay(three.a, three.c, 2);
        three.say(three.a, "1");
        three.network.partition(three.c);
        three.network.step();
        three.network.step();
        three.network.heal();

        assertThat(three.takeHeard(three.c)).isEmpty();
        three.network.time().advance(Duration.ofMillis(10));
        assertThat(three.takeHeard(three.c)).containsExactly("1");
        assertThat(three.c.counters().gaps().repaired()).isEqualTo(1);
    }

    @Test
    void silence_isOneWay_andNotSeen() {
        var three = new Three(1);
        three.network.silence(three.a, three.b);
        three.say(three.a, "from a");
        three.say(three.b, "from b");

        assertThat(three.takeHeard(three.b)).isEmpty();
        assertThat(three.takeHeard(three.a)).containsExactly("from b");
        assertThat(three.takeHeard(three.c)).containsExactly("from a", "from b");
        assertThat(three.b.members()).hasSize(3);
    }

    @Test
    void delay_countsInSteps_andNeverReordersOneWay() {
        var three = new Three(1);
        three.network.delay(three.a, three.b, 2);
        three.say(three.a, "slow");
        three.network.delay(three.a, three.b, 0);
        three.say(three.a, "fast");
        assertThat(three.takeHeard(three.c)).containsExactly("slow", "fast");
        three.network.step();
        assertThat(three.takeHeard(three.b)).isEmpty();
        three.network.step();
        assertThat(three.takeHeard(three.b)).containsExactly("slow", "fast");

        three.network.delay(three.a, three.b, 1000);
        three.say(three.a, "late");
        three.network.settle();
        assertThat(three.takeHeard(three.b)).containsExactly("late");
    }

    @Test
    void lossAndDuplication_areCounted_andTheSameForTheSameSeed() {
        var three = new Three(42);
        lossy(three);
        var counters = three.b.counters();
        var heard = three.takeHeard(three.b);

        assertThat(heard)
                .isEqualTo(
                        IntStream.range(0, heard.size()).mapToObj(i -> "" + i).toList())
                .hasSizeGreaterThan(1);
        assertThat(counters.received().duplicates()).isPositive();
        assertThat(counters.gaps().missing()).isPositive();

        var again = new Three(42);
        lossy(again);
        assertThat(again.b.counters()).isEqualTo(counters);
        assertThat(new Three(43).b.counters()).isNotEqualTo(counters);
    }

    private static void lossy(Three three) {
        three.network.loss(0.2);
        three.network.duplication(0.2);
        IntStream.range(0, 1000).forEach(i -> three.say(three.a, "" + i));
    }
}
