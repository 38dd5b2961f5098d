package io.parley.hazelcast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hazelcast.client.HazelcastClient;
import com.hazelcast.client.config.ClientConfig;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import io.parley.cluster.BusLimits;
import io.parley.cluster.ClusterBus;
import io.parley.cluster.ClusterBusContract;
import io.parley.cluster.FrameKeys;
import io.parley.cluster.Pipe;
import io.parley.kernel.Environment;
import io.parley.kernel.IdGenerator;
import io.parley.kernel.Scheduler;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Real members in one JVM, on 127.0.0.1; two of them live through all tests. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HazelcastBusTest extends ClusterBusContract {
    private static final int FIRST_PORT = FreePorts.inARow(10);
    /** Makes Hazelcast believe to be of another version. */
    private static final String OVERRIDE_VERSION = "hazelcast.internal.override.version";

    private static final BusLimits LIMITS =
            new BusLimits(256 << 10, 4 << 20, Duration.ofSeconds(60), 16_000_000, 16_000_000);

    private final List<Throwable> failures = new CopyOnWriteArrayList<>();
    private final ExecutorService handlers = Executors.newCachedThreadPool();
    private final ScheduledExecutorService timers = Executors.newSingleThreadScheduledExecutor();
    private final Environment environment =
            new Environment(System::nanoTime, this::schedule, handlers, this::nextId, failures::add);
    private final AtomicInteger guestPort = new AtomicInteger(FIRST_PORT + 2);
    private Node first;
    private Node second;
    private String lastId = "";

    private Scheduler.Timer schedule(long delayNanos, Runnable task) {
        var future = timers.schedule(task, delayNanos, TimeUnit.NANOSECONDS);
        return () -> future.cancel(false);
    }

    private String nextId() {
        lastId = IdGenerator.secure().next();
        return lastId;
    }

    @BeforeAll
    void startTwo() {
        first = Node.of(start(FIRST_PORT));
        second = Node.of(start(FIRST_PORT + 1));
        first.members().await(second.bus().members());
    }

    private HazelcastBus start(int port) {
        return HazelcastBus.start(
                options(port, "127.0.0.1:" + FIRST_PORT, "127.0.0.1:" + (FIRST_PORT + 1)), environment);
    }

    private static HazelcastOptions options(int port, String... members) {
        return new HazelcastOptions(
                "parley-test",
                HazelcastOptions.DEFAULT_TOPIC,
                "127.0.0.1",
                port,
                List.of(members),
                LIMITS,
                FrameKeys.none(),
                HazelcastOptions.Timing.defaults());
    }

    @AfterAll
    void closeTwo_andNoThreadIsLeft() throws InterruptedException {
        first.bus().close();
        second.bus().close();
        handlers.shutdown();
        timers.shutdownNow();
        assertNoThreadLeft(first.bus().nodeId());
        assertNoThreadLeft(second.bus().nodeId());
        assertThat(Hazelcast.getAllHazelcastInstances()).isEmpty();
    }

    private static void assertNoThreadLeft(String node) throws InterruptedException {
        for (var thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().contains(node)) {
                thread.join(5_000);
                assertThat(thread.isAlive()).as(thread.getName()).isFalse();
            }
        }
    }

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
        return start(guestPort.getAndIncrement());
    }

    @Override
    protected void injectIntoSecond(byte[] bytes) {
        publishObject(bytes);
    }

    private void publishObject(Object message) {
        instance(first.bus()).getTopic(HazelcastOptions.DEFAULT_TOPIC).publish(message);
    }

    private static HazelcastInstance instance(ClusterBus bus) {
        return Hazelcast.getHazelcastInstanceByName("parley-" + bus.nodeId());
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

    @Test
    void aHazelcastClient_isRefused() {
        var config = new ClientConfig();
        config.setClusterName("parley-test");
        config.setProperty("hazelcast.logging.type", "jdk");
        config.getNetworkConfig().addAddress("127.0.0.1:" + FIRST_PORT);
        config.getConnectionStrategyConfig().getConnectionRetryConfig().setClusterConnectTimeoutMillis(0);

        assertThatThrownBy(() -> HazelcastClient.newHazelcastClient(config))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Unable to connect to any cluster");
    }

    @Test
    void onlyTheBoundAddress_isListenedOn() {
        assertThatThrownBy(() -> {
                    try (var socket = new Socket("127.0.0.2", FIRST_PORT)) {
                        socket.getOutputStream();
                    }
                })
                .isInstanceOf(IOException.class);
    }

    @Test
    void objects_areNotRead() {
        var before = second.bus().counters().received();
        publishObject(new Canary());
        publishObject("text");
        first.bus().publish("c", bytes("fine"));

        assertThat(second.next().body()).isEqualTo(bytes("fine"));
        assertThat(second.bus().counters().received().malformed() - before.malformed())
                .isEqualTo(2);
        assertThat(CANARIES_READ).hasValue(0);
    }

    private static final AtomicInteger CANARIES_READ = new AtomicInteger();

    /** Tells when Java deserialization runs code of its own. */
    private static final class Canary implements Serializable {
        private static final long serialVersionUID = 1;

        private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
            CANARIES_READ.incrementAndGet();
            in.defaultReadObject();
        }
    }

    /** What Hazelcast never hears of cannot be told from what it lost. */
    @Test
    void whatTheTopicsLose_isSentAgain() {
        var lossy = new AtomicBoolean();
        var random = new Random(5);
        var bus = HazelcastBus.start(
                options(guestPort.getAndIncrement(), "127.0.0.1:" + FIRST_PORT, "127.0.0.1:" + (FIRST_PORT + 1)),
                environment,
                topics -> new Pipe() {
                    @Override
                    public boolean toAll(byte[] frame) {
                        return lossy.get() && random.nextInt(4) == 0 || topics.toAll(frame);
                    }

                    @Override
                    public boolean to(String node, byte[] frame) {
                        return lossy.get() && random.nextInt(4) == 0 || topics.to(node, frame);
                    }
                });
        var heard = Node.of(bus);
        first.members().await(bus.members());
        second.members().await(bus.members());
        var before = second.bus().counters().gaps();
        lossy.set(true);
        for (int i = 0; i < 300; i++) {
            bus.publish("all", bytes("" + i));
            bus.send(second.bus().nodeId(), "one", bytes("" + i));
        }

        int all = 0;
        int one = 0;
        while (all + one < 600) {
            var frame = second.next();
            assertThat(frame.body()).isEqualTo(bytes("" + (frame.channel().equals("all") ? all++ : one++)));
        }
        for (int i = 0; i < 300; i++) {
            assertThat(first.next().body()).isEqualTo(bytes("" + i));
        }
        var after = second.bus().counters().gaps();
        assertThat(after.repaired() - before.repaired()).isGreaterThan(20);
        assertThat(after.lost()).isEqualTo(before.lost());
        assertThat(heard.bus().counters().ring().repeated()).isGreaterThan(20);
        bus.close();
    }

    @Test
    void aMemberThatWasShotDown_dropsAndCounts_andClosesAsEver() throws InterruptedException {
        var bus = start(guestPort.getAndIncrement());
        instance(bus).getLifecycleService().terminate();

        bus.publish("c", bytes("nobody hears"));
        bus.close();

        assertThat(bus.counters().sent().frames()).isZero();
        assertThat(bus.counters().sent().dropped()).isEqualTo(1);
        assertNoThreadLeft(bus.nodeId());
    }

    @Test
    void aClosedBus_leavesNoThread() throws InterruptedException {
        var bus = start(guestPort.getAndIncrement());
        bus.subscribe(frame -> {});
        bus.close();

        assertNoThreadLeft(bus.nodeId());
    }

    @Test
    void aMemberListThatCannotBeReached_stopsTheStart() throws InterruptedException {
        int port = FreePorts.inARow(3);
        var options = options(port, "127.0.0.1:" + (port + 1), "localhost:" + (port + 2));

        assertThatThrownBy(() -> HazelcastBus.start(options, environment))
                .isInstanceOf(ClusterStartException.class)
                .hasMessage(
                        "cannot join the cluster \"parley-test\" of the members 127.0.0.1:" + (port + 1) + ",localhost:"
                                + (port + 2) + " as 127.0.0.1:" + port
                                + ": none of the members can be joined, and this node is not one of"
                                + " them, so it may not form a cluster of its own");
        assertNoThreadLeft(lastId);
    }

    @Test
    void membersOfAnotherMinorVersion_stopTheStart_withTheReason() throws InterruptedException {
        int port = guestPort.getAndIncrement();
        System.setProperty(OVERRIDE_VERSION, "5.6.0");
        try {
            assertThatThrownBy(() -> start(port))
                    .isInstanceOf(ClusterStartException.class)
                    .hasMessageContaining("the members refuse this node: ")
                    .hasMessageContaining("5.6");
        } finally {
            System.clearProperty(OVERRIDE_VERSION);
        }
        assertNoThreadLeft(lastId);
    }

    /** As when a cluster is replaced by one of the next minor version, with a member list that names all of them. */
    @Test
    void anotherName_makesAClusterOfItsOwn_besideMembersOfAnotherMinorVersion() {
        int port = guestPort.getAndIncrement();
        System.setProperty(OVERRIDE_VERSION, "5.6.0");
        try (var green = HazelcastBus.start(
                HazelcastOptions.of(
                        "parley-b", "127.0.0.1", port, List.of("127.0.0.1:" + FIRST_PORT, "127.0.0.1:" + port)),
                environment)) {
            assertThat(green.members()).containsExactly(green.nodeId());
            assertThat(first.bus().members()).hasSize(2);
        } finally {
            System.clearProperty(OVERRIDE_VERSION);
        }
    }

    @Test
    void aPortThatIsTaken_stopsTheStart() {
        var before = lastId;
        assertThatThrownBy(() -> start(FIRST_PORT))
                .isInstanceOf(ClusterStartException.class)
                .hasMessageStartingWith("cannot listen on 127.0.0.1:" + FIRST_PORT + " for the cluster: ")
                .hasMessageEndingWith("; the port must be free, or another one configured");
        assertThat(lastId).as("Hazelcast was not even asked").isEqualTo(before);
    }
}
