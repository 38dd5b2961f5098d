package io.parley.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A {@link FaultNode} as who has started it sees it. */
final class NodeProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private static final String ENDED = "ENDED";

    private final Process process;
    private final Path notes;
    private final ArrayDeque<String> said = new ArrayDeque<>();
    private final Thread reader;
    private volatile int members;

    /**
     * Starts it.
     *
     * @param command that runs it, but for the last argument
     * @param environment added to that of this process
     * @param folder for what it writes
     */
    NodeProcess(List<String> command, Map<String, String> environment, Path folder, int node) {
        this.notes = folder.resolve("node-" + node + ".notes");
        try {
            Files.createDirectories(folder);
            var line = new ArrayList<>(command);
            line.add(notes.toString());
            var builder = new ProcessBuilder(line)
                    .redirectError(folder.resolve("node-" + node + ".log").toFile());
            builder.environment().putAll(environment);
            this.process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.reader = new Thread(this::read, "node-" + node);
        reader.setDaemon(true);
        reader.start();
    }

    private void read() {
        try (var lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                hear(line);
            }
        } catch (IOException dead) {
            // as if it had ended
        }
        hear(ENDED);
    }

    private synchronized void hear(String line) {
        if (line.startsWith("MEMBERS ")) {
            members = Integer.parseInt(line.substring("MEMBERS ".length()));
        }
        said.add(line);
        notifyAll();
    }

    /** The next line that is wanted; those before it are forgotten. */
    synchronized String await(Predicate<String> wanted) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        try {
            while (true) {
                for (var line = said.poll(); line != null; line = said.poll()) {
                    assertThat(line).as("what %s says", reader.getName()).isNotEqualTo(ENDED);
                    if (wanted.test(line)) {
                        return line;
                    }
                }
                long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                assertThat(left).as("time in which a node has to answer").isPositive();
                wait(left);
            }
        } catch (InterruptedException stopping) {
            throw new AssertionError(stopping);
        }
    }

    /** How many nodes it sees, as far as it has said. */
    int members() {
        return members;
    }

    /** Has it do something, and waits until it has. */
    void tell(String command) {
        ask(command);
        await(("OK " + command)::equals);
    }

    /** Has it do something. */
    void ask(String command) {
        try {
            var input = process.getOutputStream();
            input.write((command + "\n").getBytes(StandardCharsets.UTF_8));
            input.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As does a machine whose power fails. */
    void kill() {
        process.destroyForcibly();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** As does a collection of garbage that takes long, or a virtual machine that is moved. */
    void pause() {
        signal("STOP");
    }

    void resume() {
        signal("CONT");
    }

    private void signal(String name) {
        try {
            var kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
            assertThat(kill.waitFor()).isZero();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException stopping) {
            throw new AssertionError(stopping);
        }
    }

    /** Has it end, and reads what it has written down. */
    List<Note> end() {
        try {
            process.getOutputStream().close();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            return Files.readAllLines(notes).stream().map(Note::parse).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException stopping) {
            throw new AssertionError(stopping);
        }
    }

    @Override
    public void close() {
        kill();
    }
}
