package io.parley.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.ServerOptions;
import io.parley.adapter.ClusterAdapters;
import io.parley.testing.MemoryNetwork;
import io.parley.testing.TestServer;
import io.parley.testing.World;
import io.parley.transport.Relay;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class MetricTest {
    private static final Path DOCUMENT = Path.of("docs/operations.md");

    private final World world = new World();
    private final List<Throwable> failures = new ArrayList<>();

    /** A server of a cluster, of which everything can be measured. */
    private TestServer server() {
        var bus = new MemoryNetwork(failures::add).join();
        var server = new TestServer(
                ServerOptions.defaults(), world, new ClusterAdapters(bus, world.environment()).of("/socket.io"));
        new Relay(bus, "/socket.io", server.io().engine(), world.environment(), Runnable::run);
        return server;
    }

    @Test
    void samples_haveTheTagsThatAreDeclared_andFiniteValues() {
        var io = server().io();
        for (var metric : Metric.values()) {
            assertThat(metric.samples(io)).as(metric.toString()).isNotEmpty().allSatisfy(sample -> {
                assertThat(sample.tags()).containsOnlyKeys(metric.tags());
                assertThat(sample.value()).isFinite();
            });
            assertThat(metric.samples(io).stream().map(Sample::tags)).doesNotHaveDuplicates();
        }
        assertThat(failures).isEmpty();
    }

    @Test
    void names_areUnique() {
        assertThat(Arrays.stream(Metric.values()).map(Metric::toString)).doesNotHaveDuplicates();
    }

    @Test
    void slowConsumers_areCountedHoweverTheyWereNoticed() {
        var server = server();
        var client = server.connectWebSocket();
        client.stall();
        server.io().emit("first");
        server.io().emit("x", "y".repeat(600_000));
        server.io().emit("x", "y".repeat(600_000));
        assertThat(Metric.SLOW_CONSUMERS.samples(server.io())).containsExactly(new Sample(Map.of(), 1));
    }

    /** On failure: what is expected is what belongs into the document. */
    @Test
    void theTableOfTheDocument_isThatOfTheCode() throws IOException {
        var table = Arrays.stream(Metric.values()).map(MetricTest::row).collect(Collectors.joining("\n"));
        assertThat(Files.readString(DOCUMENT)).contains("|---|---|---|---|\n" + table + "\n\n");
    }

    private static String row(Metric metric) {
        var what = metric.unit().isEmpty() ? metric.description() : metric.unit() + " " + metric.description();
        var tags = metric.tags().stream().map(tag -> "`" + tag + "`").collect(Collectors.joining(", "));
        return "| `" + metric + "` | " + metric.kind().name().toLowerCase(Locale.ROOT) + " | " + tags + " | " + what
                + " |";
    }
}
