package io.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Somebody who has never seen Parley begins with an empty folder and does what the README says, no more: writes its files,
 * gives its commands, and logs in. The jar in Maven's repository, its first command, is what this build has put there.
 */
class StrangersPathIT {
    private static final Path README = Path.of("README.md");
    private static final Pattern SECTION = Pattern.compile("(?s)\n## In your own WAR\n(.*?)\n## ");
    private static final Pattern FILE = Pattern.compile("(?s)<!-- file: (\\S+) -->\n```\\w*\n(.*?)```");
    private static final Pattern COMMAND = Pattern.compile("`(mvn install[^`]*)`|```sh\n(mvn [^#\n]*)");
    private static final Pattern STEPS = Pattern.compile("that is (\\d+) steps, (\\d+) commands and (\\d+) files");
    private static final int MOST_SECONDS = 180;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @TempDir
    private Path folder;

    @Test
    void readme_followedToTheLetter_leadsToAnEndpointWithALogin() throws Exception {
        var section = SECTION.matcher(Files.readString(README))
                .results()
                .findFirst()
                .orElseThrow()
                .group(1);
        var files = new LinkedHashMap<String, String>();
        FILE.matcher(section).results().forEach(block -> files.put(block.group(1), block.group(2)));
        var commands = COMMAND.matcher(section)
                .results()
                .map(found -> found.group(1) == null ? found.group(2).strip() : found.group(1))
                .toList();
        var steps = STEPS.matcher(section).results().findFirst().orElseThrow();
        assertThat(commands).hasSize(Integer.parseInt(steps.group(2)));
        assertThat(files).hasSize(Integer.parseInt(steps.group(3)));
        assertThat(commands.size() + files.size()).isEqualTo(Integer.parseInt(steps.group(1)));

        long start = System.nanoTime();
        for (var file : files.entrySet()) {
            var path = folder.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
        }
        int port = freePort();
        var server = URI.create("http://127.0.0.1:" + port + "/");
        var log = Product.war().resolveSibling("strangers-path.log");
        var maven = maven(commands.get(1), port)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            awaitAnswer(maven, log, server);
            logInAndTalk(server);
        } finally {
            maven.destroy();
            if (!maven.waitFor(20, TimeUnit.SECONDS)) {
                maven.destroyForcibly();
            }
        }
        System.out.printf(
                "stranger's path: %s steps (%s commands, %s files), %d s from the first file to the last answer%n",
                steps.group(1),
                steps.group(2),
                steps.group(3),
                TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start));
    }

    private void logInAndTalk(URI server) throws Exception {
        assertThat(get(server, "ann:wrong").statusCode()).isEqualTo(401);
        assertThat(get(server, "ann:secret").body()).contains("socket.io/socket.io.min.js");
        try (var clients = new ClientRuntimes()) {
            var start = new SocketClientStart(server.resolve("socket.io/"), "polling,websocket", "/", "message");
            var bob = clients.javaScript(start, Map.of("Authorization", Login.credentials("bob", "geheim")));
            bob.next("connect");
            var ann = clients.javaScript(start, Map.of("Authorization", Login.credentials("ann", "secret")));
            ann.next("connect");
            assertThat(ann.ask("message", "hello")).containsExactly("sent");
            assertThat(bob.next("message")).containsExactly("ann: hello");
            var nobody = clients.javaScript(start, Map.of());
            assertThat(nobody.next("connect_error")).isNotEmpty();
            assertThat(nobody.connected()).isFalse();
        }
    }

    /** The command, with the repositories and the port of this build. */
    private ProcessBuilder maven(String command, int port) {
        var words = new ArrayList<>(List.of(
                System.getProperty("it.maven"),
                "-B",
                "-s",
                Path.of("src/it/maven/settings.xml").toAbsolutePath().toString(),
                "-Dmaven.repo.local=" + System.getProperty("it.repository"),
                "-Douter.repository=" + System.getProperty("outer.repository"),
                "-Djetty.http.port=" + port));
        var given = command.split(" ");
        words.addAll(Arrays.asList(given).subList(1, given.length));
        return new ProcessBuilder(words).directory(folder.toFile());
    }

    private void awaitAnswer(Process maven, Path log, URI server) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(MOST_SECONDS);
        while (true) {
            try {
                assertThat(get(server, "nobody:").statusCode()).isEqualTo(401);
                return;
            } catch (IOException notYet) {
                assertThat(maven.isAlive() && System.nanoTime() < end)
                        .as(() -> tail(log))
                        .isTrue();
                TimeUnit.MILLISECONDS.sleep(200);
            }
        }
    }

    private HttpResponse<String> get(URI uri, String credentials) throws IOException, InterruptedException {
        var parts = credentials.split(":", 2);
        var request = HttpRequest.newBuilder(uri)
                .header("Authorization", Login.credentials(parts[0], parts[1]))
                .timeout(Duration.ofSeconds(30));
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static String tail(Path log) {
        try {
            var lines = Files.readAllLines(log);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 40), lines.size()));
        } catch (IOException unreadable) {
            return unreadable.toString();
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
