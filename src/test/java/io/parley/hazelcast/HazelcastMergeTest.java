package io.parley.hazelcast;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.cluster.BusLimits;
import io.parley.cluster.Frame;
import io.parley.cluster.FrameKeys;
import io.parley.hazelcast.HazelcastOptions.Timing;
import io.parley.kernel.Bytes;
import io.parley.kernel.Environment;
import io.parley.kernel.IdGenerator;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A node that formed a cluster alone finds the larger one and goes over to it, as after a partition. */
class HazelcastMergeTest {
    /** Finds other clusters within seconds. */
    static final Timing QUICK = new Timing(
            Duration.ofSeconds(1),
            Duration.ofSeconds(10),
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            Duration.ofSeconds(5),
            Duration.ofSeconds(60),
            Duration.ofSeconds(5));

    private static final FrameKeys KEYS = FrameKeys.of("a key that all nodes of this test have");

    private final List<Throwable> failures = new CopyOnWriteArrayList<>();
    private final ExecutorService handlers = Executors.newCachedThreadPool();
    private final ScheduledExecutorService timers = Executors.newSingleThreadScheduledExecutor();
    private final List<HazelcastBus> open = new CopyOnWriteArrayList<>();

    private HazelcastBus start(int port, String... members) {
        var environment = new Environment(
                System::nanoTime,
                (delay, task) -> {
                    var future = timers.schedule(task, delay, TimeUnit.NANOSECONDS);
                    return () -> future.cancel(false);
                },
                handlers,
                IdGenerator.secure(),
                failures::add);
        var options = new HazelcastOptions(
                "parley-merge", "parley.1", "127.0.0.1", port, List.of(members), BusLimits.defaults(), KEYS, QUICK);
        var bus = HazelcastBus.start(options, environment);
        open.add(bus);
        return bus;
    }

    @AfterEach
    void close() {
        open.forEach(HazelcastBus::close);
        handlers.shutdown();
        timers.shutdownNow();
        assertThat(failures).isEmpty();
    }

    @Test
    void afterAMerge_framesFlowInAllDirections() throws InterruptedException {
        int port = FreePorts.inARow(3);
        var alone = start(port, address(port), address(port + 1));
        assertThat(alone.members()).containsExactly(alone.nodeId());
        var members = new LinkedBlockingQueue<Set<String>>();
        alone.onMembers(members::add);
        var heardAlone = new LinkedBlockingQueue<Frame>();
        alone.subscribe(heardAlone::add);
        // these two do not look for the first one
        var large = start(port + 1, address(port + 1), address(port + 2));
        var heardLarge = new LinkedBlockingQueue<Frame>();
        large.subscribe(heardLarge::add);
        var other = start(port + 2, address(port + 1), address(port + 2));
        other.subscribe(frame -> {});

        var all = Set.of(alone.nodeId(), large.nodeId(), other.nodeId());
        var seen = Set.<String>of();
        while (!seen.equals(all)) {
            seen = take(members);
        }
        alone.publish("c", Bytes.copyOf(new byte[] {1}));
        assertThat(take(heardLarge).node()).isEqualTo(alone.nodeId());
        large.publish("c", Bytes.copyOf(new byte[] {2}));
        assertThat(take(heardAlone).node()).isEqualTo(large.nodeId());
        assertThat(large.send(alone.nodeId(), "c", Bytes.copyOf(new byte[] {3})))
                .isTrue();
        assertThat(take(heardAlone).body()).isEqualTo(Bytes.copyOf(new byte[] {3}));
        assertThat(alone.send(large.nodeId(), "c", Bytes.copyOf(new byte[] {4})))
                .isTrue();
        assertThat(take(heardLarge).body()).isEqualTo(Bytes.copyOf(new byte[] {4}));
        for (var bus : open) {
            assertThat(bus.counters().received().forged()).isZero();
            assertThat(bus.counters().gaps().lost()).isZero();
        }
    }

    private static <T> T take(BlockingQueue<T> queue) throws InterruptedException {
        var taken = queue.poll(60, TimeUnit.SECONDS);
        assertThat(taken).as("nothing came within 60 s").isNotNull();
        return taken;
    }

    private static String address(int port) {
        return "127.0.0.1:" + port;
    }
}
