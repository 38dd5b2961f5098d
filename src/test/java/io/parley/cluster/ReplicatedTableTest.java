package io.parley.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.cluster.ReplicatedTable.Limits;
import io.parley.kernel.Bytes;
import io.parley.testing.MemoryBus;
import io.parley.testing.MemoryNetwork;
import io.parley.testing.World;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Whatever happens to nodes and network: a little later each node has the rows that the nodes there are have written. */
class ReplicatedTableTest {
    private static final Duration A_LITTLE = Duration.ofSeconds(3);
    private static final Duration RETENTION = Duration.ofSeconds(30);
    private static final Limits LIMITS = new Limits(10_000, 20_000_000);
    private static final List<Logger> LOGGERS =
            List.of(Logger.getLogger(ReplicatedTable.class.getName()), Logger.getLogger(HeardOrigin.class.getName()));

    private final World world = new World();
    private final long seed = new Random().nextLong();
    private final MemoryNetwork network = network(Duration.ofSeconds(60));

    @BeforeAll
    static void warnOfNothing() {
        LOGGERS.forEach(logger -> logger.setLevel(Level.OFF));
    }

    @AfterAll
    static void warnAgain() {
        LOGGERS.forEach(logger -> logger.setLevel(null));
    }

    @AfterEach
    void nothingFailed() {
        world.assertNoFailures();
    }

    private MemoryNetwork network(Duration ringTime) {
        return new MemoryNetwork(
                seed,
                MemoryNetwork.LIMITS.withRing(ringTime, 16 << 20),
                world.time,
                world.environment().failures());
    }

    private void pass(Duration duration) {
        world.time.advance(duration);
    }

    private Node node() {
        return new Node(network.join(), LIMITS, Duration.ZERO);
    }

    /** A node with a table, and what its listener was told. */
    private final class Node implements ReplicatedTable.Listener {
        final MemoryBus bus;
        final ReplicatedTable table;
        final List<String> told = new ArrayList<>();

        Node(MemoryBus bus, Limits limits, Duration retention) {
            this.bus = bus;
            this.table = new ReplicatedTable("users", bus, world.environment(), limits, retention, this);
        }

        String id() {
            return bus.nodeId();
        }

        boolean put(String key, String value) {
            return table.put(key, bytes(value));
        }

        /** Node to value. */
        Map<String, String> get(String key) {
            return table.get(key).entrySet().stream()
                    .collect(Collectors.toMap(
                            Map.Entry::getKey, entry -> entry.getValue().toUtf8()));
        }

        @Override
        public void changed(String node, String key, @Nullable Bytes value) {
            told.add(key + (value == null ? " gone" : "=" + value.toUtf8()) + " at " + node.substring(19));
        }

        List<String> takeTold() {
            var taken = List.copyOf(told);
            told.clear();
            return taken;
        }
    }

    private static Bytes bytes(String text) {
        return Bytes.owned(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void rowsOfAllNodes_areReadOnAll() {
        var a = node();
        var b = node();
        var c = node();

        a.put("ann", "1");
        b.put("ann", "2");
        b.put("bob", "3");

        for (var node : List.of(a, b, c)) {
            assertThat(node.get("ann")).isEqualTo(Map.of(a.id(), "1", b.id(), "2"));
            assertThat(node.get("bob")).isEqualTo(Map.of(b.id(), "3"));
            assertThat(node.get("eve")).isEmpty();
        }
        assertThat(a.told).containsExactly("ann=2 at 2", "bob=3 at 2");
        assertThat(c.told).containsExactly("ann=1 at 1", "ann=2 at 2", "bob=3 at 2");
    }

    @Test
    void changesAndRemovals_areToldInOrder_equalRowsAreNot() {
        var a = node();
        var b = node();
        pass(A_LITTLE);
        network.takeRecord();

        a.put("ann", "1");
        a.put("ann", "1");
        a.put("ann", "2");
        a.table.remove("ann");
        a.table.remove("ann");
        a.put("ann", "1");

        assertThat(network.takeRecord()).hasSize(4);
        assertThat(b.takeTold()).containsExactly("ann=1 at 1", "ann=2 at 1", "ann gone at 1", "ann=1 at 1");
    }

    @Test
    void aSnapshotHandedOutBefore_doesNotChange() {
        var a = node();
        a.put("ann", "1");
        var before = a.table.get("ann");

        a.put("ann", "2");

        assertThat(before).isEqualTo(Map.of(a.id(), bytes("1")));
        assertThatThrownBy(before::clear).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void aLateNode_hearsAllRows_theOthersAreNotToldAgain() {
        var a = node();
        var b = node();
        a.put("ann", "1");
        b.put("bob", "2");
        b.takeTold();

        var c = node();
        pass(A_LITTLE);

        assertThat(c.get("ann")).isEqualTo(Map.of(a.id(), "1"));
        assertThat(c.get("bob")).isEqualTo(Map.of(b.id(), "2"));
        assertThat(b.takeTold()).isEmpty();
    }

    @Test
    void aNodeThatWasAlone_tellsTheFirstOther() {
        var a = node();
        a.put("ann", "1");
        pass(A_LITTLE);
        assertThat(network.takeRecord().stream().filter(frame -> frame[3] == 1)).isEmpty();

        var b = node();
        pass(A_LITTLE);

        assertThat(b.get("ann")).isEqualTo(Map.of(a.id(), "1"));
    }

    @Test
    void aTableOpenedLongAfterItsNode_hearsAllRows() {
        var a = node();
        var bus = network.join();
        bus.subscribe(frame -> {});
        a.put("ann", "1");
        pass(A_LITTLE);

        var b = new Node(bus, LIMITS, Duration.ZERO);
        b.put("bob", "2");
        pass(A_LITTLE);

        assertThat(b.get("ann")).isEqualTo(Map.of(a.id(), "1"));
        assertThat(a.get("bob")).isEqualTo(Map.of(b.id(), "2"));
    }

    @Test
    void aNodeThatHasNeverHadARow_tellsNothing_oneThatHasNoneAnyMoreSaysSo() {
        var a = node();
        var b = node();
        pass(A_LITTLE);
        network.takeRecord();
        a.bus.publish("table users", TableCodec.encode(new TableMessage.Wanted()));
        pass(A_LITTLE);
        assertThat(network.takeRecord().stream().filter(frame -> frame[3] == 1)).hasSize(1);

        b.put("bob", "1");
        b.table.remove("bob");
        network.takeRecord();
        a.bus.publish("table users", TableCodec.encode(new TableMessage.Wanted()));
        pass(A_LITTLE);
        assertThat(network.takeRecord().stream().filter(frame -> frame[3] == 1)).hasSize(3);
    }

    @Test
    void tablesOfOneNode_doNotMix() {
        var a = node();
        var b = node();
        var other = new ReplicatedTable("others", b.bus, world.environment(), LIMITS, Duration.ZERO, (n, k, v) -> {});

        a.put("ann", "1");

        assertThat(b.get("ann")).hasSize(1);
        assertThat(other.get("ann")).isEmpty();
    }

    @Test
    void manyTriggers_makeOneSnapshot() {
        var a = node();
        a.put("ann", "1");
        for (int i = 0; i < 10; i++) {
            node();
        }
        pass(Duration.ofMillis(150));
        network.takeRecord();

        pass(Duration.ofMillis(100));

        long ofA = network.takeRecord().stream()
                .filter(frame -> new String(frame, StandardCharsets.ISO_8859_1).contains("ann"))
                .count();
        assertThat(ofA).isEqualTo(1);
    }

    @Test
    void aLargeTable_comesInParts_eachOfABoundedSize() {
        var a = node();
        for (int i = 0; i < 3000; i++) {
            a.put("key" + i, "x".repeat(1000));
        }
        a.put("large", "y".repeat(900_000));
        network.takeRecord();

        var b = node();
        pass(A_LITTLE);

        assertThat(IntStream.range(0, 3000).filter(i -> b.get("key" + i).isEmpty()))
                .isEmpty();
        assertThat(b.get("large").get(a.id())).hasSize(900_000);
        var sizes = network.takeRecord().stream().map(frame -> frame.length).toList();
        assertThat(sizes).filteredOn(size -> size > 900_000).hasSize(1);
        assertThat(sizes).filteredOn(size -> size > 263_000 && size < 900_000).isEmpty();
        assertThat(sizes).filteredOn(size -> size > 200_000).hasSizeGreaterThan(8);
    }

    @Test
    void aRemovalThatWasLostForGood_isNoticedByTheSnapshot() {
        var forgetful = network(Duration.ZERO);
        var a = new Node(forgetful.join(), LIMITS, Duration.ZERO);
        var b = new Node(forgetful.join(), LIMITS, Duration.ZERO);
        a.put("ann", "1");
        a.put("bob", "1");
        pass(A_LITTLE);
        b.takeTold();

        forgetful.silence(a.bus, b.bus);
        a.table.remove("ann");
        a.put("bob", "2");
        a.put("eve", "1");
        pass(Duration.ofSeconds(1));
        assertThat(b.takeTold()).isEmpty();
        forgetful.heal();
        pass(Duration.ofSeconds(15));

        assertThat(b.takeTold()).containsExactlyInAnyOrder("ann gone at 1", "bob=2 at 1", "eve=1 at 1");
        assertThat(b.bus.counters().gaps().announced()).isPositive();
    }

    @Test
    void aPartOfASnapshotThatIsLostForGood_dropsNoRow() {
        var forgetful = network(Duration.ZERO);
        var a = new Node(forgetful.join(), LIMITS, Duration.ZERO);
        var b = new Node(forgetful.join(), LIMITS, Duration.ZERO);
        for (int i = 0; i < 3; i++) {
            a.put("row" + i, "x".repeat(200_000));
        }
        pass(A_LITTLE);
        b.takeTold();

        int[] large = {0};
        forgetful.loseIf(frame -> frame.length > 200_000 && ++large[0] == 2);
        b.bus.publish("table users", TableCodec.encode(new TableMessage.Wanted()));
        pass(Duration.ofSeconds(15));

        assertThat(b.bus.counters().gaps().announced()).isEqualTo(1);
        assertThat(large[0]).as("all rows were told again").isEqualTo(6);
        assertThat(b.takeTold()).isEmpty();
    }

    @Test
    void afterAPartition_bothSidesHaveAllRowsAgain() {
        var a = node();
        var b = node();
        var c = node();
        a.put("ann", "1");
        c.put("cid", "1");
        network.partition(c.bus);
        assertThat(a.get("cid")).isEmpty();
        assertThat(c.get("ann")).isEmpty();
        a.put("ann", "2");
        c.put("cid", "2");
        c.put("new", "1");
        pass(Duration.ofSeconds(100));
        List.of(a, b, c).forEach(Node::takeTold);

        network.heal();
        pass(Duration.ofSeconds(15));

        assertThat(a.takeTold()).containsExactlyInAnyOrder("cid=2 at 3", "new=1 at 3");
        assertThat(b.takeTold()).containsExactlyInAnyOrder("cid=2 at 3", "new=1 at 3");
        assertThat(c.takeTold()).containsExactly("ann=2 at 1");
    }

    @Test
    void rowsOfADeadNode_goAtOnceWithoutRetention() {
        var a = node();
        var b = node();
        a.put("ann", "1");
        b.put("ann", "2");
        b.takeTold();

        a.bus.kill();

        assertThat(b.takeTold()).containsExactly("ann gone at 1");
        assertThat(b.get("ann")).isEqualTo(Map.of(b.id(), "2"));
    }

    @Test
    void rowsOfADeadNode_stayUntilTheRetentionIsOver() {
        var a = node();
        var b = new Node(network.join(), LIMITS, RETENTION);
        a.put("ann", "1");
        pass(A_LITTLE);
        b.takeTold();

        a.bus.kill();
        pass(RETENTION.minusMillis(1));
        assertThat(b.takeTold()).isEmpty();
        assertThat(b.get("ann")).isEqualTo(Map.of(a.id(), "1"));

        pass(Duration.ofMillis(1));
        assertThat(b.takeTold()).containsExactly("ann gone at 1");
        assertThat(b.get("ann")).isEmpty();
    }

    @Test
    void aNodeThatIsBackWithinTheRetention_wasNeverAway() {
        var a = node();
        var b = new Node(network.join(), LIMITS, RETENTION);
        a.put("ann", "1");
        a.put("bob", "1");
        pass(A_LITTLE);
        b.takeTold();

        network.partition(a.bus);
        a.put("bob", "2");
        pass(RETENTION.minusSeconds(1));
        network.heal();
        pass(RETENTION.plusSeconds(10));

        assertThat(b.takeTold()).containsExactly("bob=2 at 1");
        assertThat(b.get("ann")).isEqualTo(Map.of(a.id(), "1"));
    }

    @Test
    void nodesThatAreGoneOneAfterTheOther_areDroppedEachInItsTime() {
        var a = node();
        var c = node();
        var b = new Node(network.join(), LIMITS, RETENTION);
        a.put("ann", "1");
        c.put("cid", "1");
        pass(A_LITTLE);
        b.takeTold();

        a.bus.kill();
        pass(RETENTION.dividedBy(2));
        c.bus.kill();
        pass(RETENTION.dividedBy(2));
        assertThat(b.takeTold()).containsExactly("ann gone at 1");
        pass(RETENTION.dividedBy(2));

        assertThat(b.takeTold()).containsExactly("cid gone at 2");
    }

    @Test
    void aTableThatIsClosed_isSilent_theOthersKeepItsRowsUntilTheNodeLeaves() {
        var a = node();
        var b = node();
        a.put("ann", "1");
        b.put("bob", "1");
        pass(A_LITTLE);
        a.takeTold();
        a.table.close();
        a.table.close();

        assertThat(a.put("ann", "2")).isFalse();
        b.put("bob", "2");
        node();
        pass(A_LITTLE);

        assertThat(a.takeTold()).isEmpty();
        assertThat(a.get("ann")).isEmpty();
        assertThat(b.get("ann")).isEqualTo(Map.of(a.id(), "1"));
        a.bus.kill();
        assertThat(b.get("ann")).isEmpty();
    }

    @Test
    void aClosedTable_leavesNoTimer() {
        var a = node();
        int before = world.time.waiting();
        var b = new Node(network.join(), LIMITS, RETENTION);
        var c = node();
        c.put("cid", "1");
        pass(A_LITTLE);
        c.bus.kill();
        assertThat(world.time.waiting()).isGreaterThan(before + 1);

        b.table.close();
        b.bus.close();
        pass(A_LITTLE);

        assertThat(world.time.waiting()).isEqualTo(before);
        assertThat(a.get("cid")).isEmpty();
    }

    @Test
    void rowsOverTheBound_areRefused_andThereIsRoomAgainWhenOthersGo() {
        var a = new Node(network.join(), new Limits(2, 1000), Duration.ZERO);

        assertThat(a.put("1", "x")).isTrue();
        assertThat(a.put("2", "x")).isTrue();
        assertThat(a.put("3", "x")).isFalse();
        assertThat(a.get("3")).isEmpty();
        assertThat(a.put("2", "y".repeat(2000))).isFalse();
        assertThat(a.get("2")).isEqualTo(Map.of(a.id(), "x"));
        assertThat(a.put("2", "y".repeat(990))).isTrue();

        a.table.remove("1");
        assertThat(a.put("3", "x")).isTrue();
    }

    @Test
    void rowsOfOthersOverTheBound_areNotKept_norAnOlderValue() {
        var a = node();
        var b = new Node(network.join(), new Limits(2, 1000), Duration.ZERO);

        a.put("1", "x");
        a.put("2", "x");
        a.put("3", "x");
        a.put("2", "y".repeat(2000));

        assertThat(b.takeTold()).containsExactly("1=x at 1", "2=x at 1", "2 gone at 1");
        assertThat(b.table.refusedRows()).isEqualTo(2);
        assertThat(b.put("3", "z")).isTrue();
        assertThat(b.get("3")).isEqualTo(Map.of(b.id(), "z"));
    }

    @Test
    void roomIsCountedRightly_whenManyThreadsWrite() throws Exception {
        var environment = world.environment();
        var a = new ReplicatedTable(
                "users", network.join(), environment, new Limits(50, 1000), Duration.ZERO, (n, k, v) -> {});
        var start = new CountDownLatch(1);
        var threads = new ArrayList<Thread>();
        for (int i = 0; i < 4; i++) {
            var random = new Random(seed + i);
            threads.add(new Thread(() -> {
                awaitQuietly(start);
                for (int step = 0; step < 20_000; step++) {
                    var key = "" + random.nextInt(100);
                    if (random.nextInt(3) == 0) {
                        a.remove(key);
                    } else {
                        a.put(key, bytes("x".repeat(random.nextInt(30))));
                    }
                }
            }));
        }
        threads.forEach(Thread::start);
        start.countDown();
        for (var thread : threads) {
            thread.join();
        }

        IntStream.range(0, 100).forEach(i -> a.remove("" + i));
        assertThat(IntStream.range(0, 100).filter(i -> a.put("k" + i, bytes(""))))
                .hasSize(50);
        IntStream.range(0, 100).forEach(i -> a.remove("k" + i));
        assertThat(a.put("k", bytes("x".repeat(999)))).isTrue();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    @Test
    void aRowThatNoFrameCouldHold_isRefused() {
        var a = node();

        assertThat(a.put("a", "x".repeat(ReplicatedTable.MAX_ROW_BYTES))).isFalse();
        assertThatThrownBy(() -> a.put("", "x")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> a.put("k".repeat(1025), "x")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> a.put("\ud800", "x")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void damagedFrames_areSkipped_andDropNoRows() {
        var a = node();
        var b = node();
        a.put("ann", "1");
        pass(A_LITTLE);
        b.takeTold();

        a.bus.publish("table users", TableCodec.encode(new TableMessage.Begin(1000)));
        a.bus.publish("table users", Bytes.owned(new byte[] {1, 1, 0, 0}));
        a.bus.publish("table users", TableCodec.encode(new TableMessage.End(1000)));
        a.bus.publish("table users", Bytes.empty());
        a.bus.publish("table users", Bytes.owned(new byte[] {99}));
        a.bus.publish("table users", TableCodec.encode(new TableMessage.End(7)));

        assertThat(b.takeTold()).isEmpty();
        assertThat(b.table.damagedMessages()).isEqualTo(2);
        assertThat(b.get("ann")).hasSize(1);
    }

    @Test
    void aListenerThatThrows_isReported_andHearsTheRest() {
        var a = node();
        var heard = new ArrayList<String>();
        new ReplicatedTable("users", network.join(), world.environment(), LIMITS, Duration.ZERO, (node, key, value) -> {
            heard.add(key);
            throw new IllegalStateException("planted");
        });
        a.put("1", "x");
        a.put("2", "x");

        assertThat(heard).containsExactly("1", "2");
        assertThatThrownBy(world::assertNoFailures).hasMessageContaining("2 unexpected failures");
    }

    @RepeatedTest(20)
    void underFaultsOfAllKinds_allNodesAgreeInTheEnd() {
        var random = new Random(seed);
        var nodes = new ArrayList<Node>();
        for (int i = 0; i < 3; i++) {
            nodes.add(new Node(network.join(), LIMITS, random.nextBoolean() ? Duration.ZERO : RETENTION));
        }
        network.loss(random.nextDouble() * 0.2);
        network.duplication(random.nextDouble() * 0.3);
        network.disorder(random.nextInt(200));
        for (int step = 0; step < 500; step++) {
            var node = nodes.get(random.nextInt(nodes.size()));
            switch (random.nextInt(40)) {
                case 0 -> network.partition(node.bus);
                case 1 -> network.heal();
                case 2, 3, 4, 5, 6, 7, 8, 9 -> node.table.remove("key" + random.nextInt(10));
                default -> node.put("key" + random.nextInt(10), "" + random.nextInt(3));
            }
            pass(Duration.ofMillis(random.nextInt(300)));
        }
        network.heal();
        pass(Duration.ofSeconds(120));

        var keys = IntStream.range(0, 10).mapToObj(i -> "key" + i).toList();
        var expected = new HashMap<String, Map<String, String>>();
        for (var key : keys) {
            var rows = new HashMap<String, String>();
            nodes.forEach(node -> {
                var own = node.get(key).get(node.id());
                if (own != null) {
                    rows.put(node.id(), own);
                }
            });
            expected.put(key, rows);
        }
        for (var node : nodes) {
            var seen = keys.stream().collect(Collectors.toMap(key -> key, node::get));
            assertThat(seen).as("seed %d", seed).isEqualTo(expected);
        }
    }
}
