package io.parley.it;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A {@link JettyNode} in a process of its own, which can be killed. It ends with the test's own process, too. */
final class NodeProcess implements Node {
    private static final String READY = "ready at ";

    private final Process process;
    private final URI uri;

    private NodeProcess(Process process, URI uri) {
        this.process = process;
        this.uri = uri;
    }

    /**
     * Deploys the WAR, as {@link JettyNode#start} does.
     *
     * @throws IllegalStateException if the application does not start
     */
    static NodeProcess start(Path war, Map<String, String> settings) {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-Djava.util.logging.config.file=" + System.getProperty("java.util.logging.config.file"),
                "-cp",
                System.getProperty("java.class.path"),
                NodeProcess.class.getName(),
                war.toString()));
        settings.forEach((name, value) -> command.add(name + "=" + value));
        try {
            var process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            var out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            for (var line = out.readLine(); line != null; line = out.readLine()) {
                if (line.startsWith(READY)) {
                    return new NodeProcess(process, URI.create(line.substring(READY.length())));
                }
            }
            throw new IllegalStateException("the node has ended: " + process.waitFor());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException stopping) {
            throw new AssertionError(stopping);
        }
    }

    /** In the new process: serves until there is nobody any more who could say something. */
    public static void main(String[] arguments) throws IOException {
        var settings = new HashMap<String, String>();
        for (var argument : List.of(arguments).subList(1, arguments.length)) {
            int equals = argument.indexOf('=');
            settings.put(argument.substring(0, equals), argument.substring(equals + 1));
        }
        var node = JettyNode.start(Path.of(arguments[0]), settings);
        System.out.println(READY + node.uri());
        while (System.in.read() >= 0) {
            continue;
        }
        node.close();
        System.exit(0);
    }

    @Override
    public URI uri() {
        return uri;
    }

    /** {@code kill -9}. */
    void kill() {
        process.destroyForcibly();
        await();
    }

    @Override
    public void close() {
        try {
            process.getOutputStream().close();
        } catch (IOException gone) {
            process.destroyForcibly();
        }
        await();
    }

    private void await() {
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException stopping) {
            throw new AssertionError(stopping);
        }
    }
}
