package io.parley.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Three nodes under load. */
final class Cluster implements AutoCloseable {
    static final int NODES = 3;

    private static final int PORT = 5701;
    private static final Duration WARM_UP = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Network network;
    private final Optional<WallClock> clock;
    private final Optional<Process> line;
    private final List<NodeProcess> nodes = new ArrayList<>();
    private final List<String> ids = new ArrayList<>();

    /**
     * Starts them, and waits until they see each other.
     *
     * @param fault that is to befall them
     * @param folder for what they write
     */
    Cluster(Network network, Carrier.Kind carrier, Fault fault, Path folder) {
        this.network = network;
        this.clock = fault == Fault.CLOCK ? Optional.of(clock(folder)) : Optional.empty();
        this.line = fault == Fault.DELAY ? Optional.of(line(folder)) : Optional.empty();
        var members = IntStream.range(0, NODES)
                .mapToObj(node -> network.address(node) + ":" + PORT)
                .collect(Collectors.joining(","));
        try {
            for (int node = 0; node < NODES; node++) {
                var command = new ArrayList<>(network.entrance(node));
                command.addAll(java(FaultNode.class));
                command.addAll(List.of(
                        Integer.toString(node),
                        carrier.name(),
                        network.address(node),
                        Integer.toString(PORT),
                        members,
                        Long.toString(fault.ring().toSeconds())));
                var off = node == Fault.VICTIM
                        ? clock.map(WallClock::environment)
                        : Optional.<Map<String, String>>empty();
                nodes.add(new NodeProcess(command, off.orElse(Map.of()), folder, node));
            }
            for (var node : nodes) {
                ids.add(node.await(line -> line.startsWith("READY ")).substring("READY ".length()));
            }
            await("all nodes to see each other", this::isWhole);
        } catch (RuntimeException | Error failure) {
            close();
            throw failure;
        }
    }

    private Process line(Path folder) {
        var command = new ArrayList<>(network.entrance(Fault.VICTIM));
        command.addAll(java(SlowLine.class));
        command.addAll(network.detour(Fault.VICTIM, PORT));
        try {
            Files.createDirectories(folder);
            return new ProcessBuilder(command)
                    .redirectOutput(folder.resolve("line.log").toFile())
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What goes to the victim and comes from it is late by so much, now more and now less. */
    void delay(Duration least, Duration longest) {
        try {
            var input = line.orElseThrow().getOutputStream();
            input.write((least.toMillis() + " " + longest.toMillis() + "\n").getBytes(StandardCharsets.UTF_8));
            input.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static WallClock clock(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new WallClock(folder.resolve("clock"));
    }

    /** A JVM with what the WAR brings, and the classes of the tests. */
    private static List<String> java(Class<?> main) {
        var application = war().resolve("WEB-INF");
        var path = String.join(
                ":",
                application.resolve("classes").toString(),
                application.resolve("lib") + "/*",
                classes(FaultNode.class).toString());
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                // three JVMs that optimise are too much for a small machine, and what they take is missing to the
                // emitters
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                path,
                main.getName());
    }

    private static Path war() {
        var war = System.getProperty("it.war");
        var unpacked = Path.of(war.substring(0, war.length() - ".war".length()));
        assertThat(Files.isDirectory(unpacked)).as("%s", unpacked).isTrue();
        return unpacked;
    }

    private static Path classes(Class<?> type) {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().getPath());
    }

    Network network() {
        return network;
    }

    /** The time of day as the victim sees it. */
    WallClock clock() {
        return clock.orElseThrow();
    }

    NodeProcess node(int node) {
        return nodes.get(node);
    }

    String id(int node) {
        return ids.get(node);
    }

    /** Begins the load, and waits until the code has been compiled. */
    void startLoad() {
        sleep(Duration.ofSeconds(1));
        nodes.forEach(node -> node.tell("send"));
        sleep(WARM_UP);
    }

    /** Ends the load, waits for what is on its way, and gives what each node that lives has written down. */
    Map<Integer, List<Note>> end() {
        living().forEach(node -> nodes.get(node).tell("stop"));
        sleep(Duration.ofSeconds(3));
        var notes = new HashMap<Integer, List<Note>>();
        for (int node : living()) {
            notes.put(node, nodes.get(node).end());
        }
        return notes;
    }

    private List<Integer> living() {
        return IntStream.range(0, NODES)
                .filter(node -> nodes.get(node).isAlive())
                .boxed()
                .toList();
    }

    /** Whether all living nodes see all of them. */
    boolean isWhole() {
        var living = living();
        return living.stream().allMatch(node -> nodes.get(node).members() == living.size());
    }

    static void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waiting for %s", what).isLessThan(end);
            sleep(Duration.ofMillis(50));
        }
    }

    static void sleep(Duration duration) {
        try {
            Thread.sleep(duration.toMillis());
        } catch (InterruptedException stopping) {
            throw new AssertionError(stopping);
        }
    }

    @Override
    public void close() {
        nodes.forEach(NodeProcess::close);
        line.ifPresent(Process::destroyForcibly);
    }
}
