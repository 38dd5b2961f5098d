package io.parley.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a cluster of three nodes under load does in each fault. Every build has some of each befall one cluster; {@code mvn
 * verify -Pfaults} has each befall one of its own, and topics of Hazelcast without Parley, too, and measures it. The figures
 * are in {@code target/faults/results.jsonl}.
 */
@DisabledIfSystemProperty(named = "arquillian.launch", matches = "liberty", disabledReason = "no container takes part")
class FaultsIT {
    private static final boolean FULL = "full".equals(System.getProperty("it.faults"));
    private static final Path FOLDER = Path.of(System.getProperty("it.war")).resolveSibling("faults");

    /** What the nodes have settled for when a fault is over. */
    private static final Duration AFTERWARDS = Duration.ofSeconds(FULL ? 10 : 3);

    private static Optional<String> missing = Optional.empty();

    @BeforeAll
    static void look() {
        missing = Network.missing();
    }

    static Stream<Arguments> trials() {
        if (!FULL) {
            return Stream.of(Arguments.of(Fault.IN_SHORT, Carrier.Kind.PARLEY));
        }
        var carriers = chosen("it.faults.carriers", Carrier.Kind.values());
        return chosen("it.faults.which", Fault.values()).stream()
                .filter(fault -> fault != Fault.IN_SHORT)
                .flatMap(fault -> carriers.stream()
                        .filter(carrier -> fault != Fault.SHORT_RING || carrier == Carrier.Kind.PARLEY)
                        .map(carrier -> Arguments.of(fault, carrier)));
    }

    private static <E extends Enum<E>> List<E> chosen(String property, E[] all) {
        var names = List.of(System.getProperty(property, "").split(","));
        return Arrays.stream(all)
                .filter(each -> names.contains("") || names.contains(each.name()))
                .toList();
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("trials")
    void nothingIsLostSilently_norDoubled_norReordered(Fault fault, Carrier.Kind carrier) throws IOException {
        assumeTrue(missing.isEmpty(), () -> missing.orElse(""));
        assumeTrue(fault != Fault.CLOCK || WallClock.missing().isEmpty(), "libfaketime is needed");
        var outcome = befall(fault, carrier);
        Files.createDirectories(FOLDER);
        Files.writeString(
                FOLDER.resolve("results.jsonl"),
                outcome.json() + "\n",
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
        System.out.println(outcome.json());
        assertThat(outcome.expected()).isGreaterThan(1000);
        if (carrier != Carrier.Kind.PARLEY) {
            return;
        }
        assertThat(outcome.refused()).isZero();
        assertThat(outcome.silent()).isZero();
        assertThat(outcome.doubled()).isZero();
        assertThat(outcome.reordered()).isZero();
        if (fault == Fault.SHORT_RING || fault == Fault.LONG_PARTITION) {
            assertThat(outcome.announced()).isPositive();
        } else {
            assertThat(outcome.announced()).isZero();
        }
        if (FULL) {
            assertThat(outcome.emitP999()).isLessThan(Duration.ofMillis(5));
            assertInTime(outcome);
        }
    }

    private static void assertInTime(Outcome outcome) {
        switch (outcome.fault()) {
            case KILL -> assertThat(outcome.noticed()).isLessThan(Duration.ofSeconds(2));
            case LONG_PARTITION -> {
                // who has lost the oldest member claims its place, and waits some seconds for what the others say to
                // that
                assertThat(outcome.noticed()).isLessThan(Duration.ofSeconds(16));
                assertThat(outcome.merged()).isLessThan(Duration.ofSeconds(10));
            }
            case PARTITION, SHORT_RING, ONE_WAY, REPLAY -> {
                assertThat(outcome.noticed()).isLessThan(Duration.ofSeconds(12));
                assertThat(outcome.merged()).isLessThan(Duration.ofSeconds(10));
            }
            case PAUSE_15 -> assertThat(outcome.merged()).isLessThan(Duration.ofSeconds(10));
            case LOSS_5 -> {
                assertThat(outcome.noticed()).isNull();
                assertThat(outcome.deliveryP99()).isLessThan(Duration.ofMillis(500));
            }
            case PAUSE_8, PAUSES, DELAY, CLOCK, NONE ->
                assertThat(outcome.noticed()).isNull();
            case LOSS_20, NARROW, IN_SHORT -> {}
        }
    }

    private static Outcome befall(Fault fault, Carrier.Kind carrier) {
        var folder = FOLDER.resolve(fault + "-" + carrier);
        try (var network = Network.of(Cluster.NODES);
                var cluster = new Cluster(network, carrier, fault, folder)) {
            cluster.startLoad();
            long struckAt = System.nanoTime();
            long healedAt = fault.strike(cluster);
            Cluster.await("all nodes to see each other", cluster::isWhole);
            Cluster.sleep(AFTERWARDS);
            var ids = IntStream.range(0, Cluster.NODES).mapToObj(cluster::id).toList();
            long endedAt = System.nanoTime();
            return Outcome.of(fault, carrier, cluster.end(), ids, struckAt, healedAt, endedAt);
        }
    }
}
