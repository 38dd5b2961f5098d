package io.parley.hazelcast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hazelcast.client.HazelcastClient;
import com.hazelcast.client.config.ClientConfig;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import io.parley.cluster.BusCounters;
import io.parley.cluster.BusLimits;
import io.parley.cluster.ClusterBus;
import io.parley.contract.ClusterBusContract;
import io.parley.kernel.Environment;
import io.parley.kernel.IdGenerator;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Real members in one JVM, on 127.0.0.1; two of them live through all tests. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HazelcastBusTest extends ClusterBusContract {
    private static final int FIRST_PORT = FreePorts.inARow(10);
    private static final BusLimits LIMITS = new BusLimits(256 << 10, 4 << 20);

    private final List<Throwable> failures = new CopyOnWriteArrayList<>();
    private final ExecutorService handlers = Executors.newCachedThreadPool();
    private final Environment environment = new Environment(
            System::nanoTime,
            (delay, task) -> {
                throw new UnsupportedOperationException();
            },
            handlers,
            this::nextId,
            failures::add);
    private final AtomicInteger guestPort = new AtomicInteger(FIRST_PORT + 2);
    private Node first;
    private Node second;
    private String lastId = "";

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
                HazelcastOptions.Timing.defaults());
    }

    @AfterAll
    void closeTwo_andNoThreadIsLeft() throws InterruptedException {
        first.bus().close();
        second.bus().close();
        handlers.shutdown();
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

    @Test
    void aMemberThatWasShotDown_dropsAndCounts_andClosesAsEver() throws InterruptedException {
        var bus = start(guestPort.getAndIncrement());
        instance(bus).getLifecycleService().terminate();

        bus.publish("c", bytes("nobody hears"));
        bus.close();

        assertThat(bus.counters().sent()).isEqualTo(new BusCounters.Sent(0, 1));
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
    void aPortThatIsTaken_stopsTheStart() {
        var before = lastId;
        assertThatThrownBy(() -> start(FIRST_PORT))
                .isInstanceOf(ClusterStartException.class)
                .hasMessageStartingWith("cannot listen on 127.0.0.1:" + FIRST_PORT + " for the cluster: ")
                .hasMessageEndingWith("; the port must be free, or another one configured");
        assertThat(lastId).as("Hazelcast was not even asked").isEqualTo(before);
    }
}
