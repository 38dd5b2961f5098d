package io.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipFile;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What other programs emit reaches the clients of both nodes: by HTTP, and from a process that joins the cluster. The first
 * node is in the container under test, the second in a Jetty of its own.
 */
class EmitIT extends OnServer {
    private static final TwoNodes NODES = new TwoNodes();
    private static final String KEY = "a-key-of-the-legacy-system";
    private static final String CALL = "{\"namespace\":\"/kit\",\"event\":\"b\",\"args\":[\"hi\"]}";

    private static Node second;

    EmitIT() {
        super("calm.io");
    }

    @Deployment(testable = false)
    static WebArchive firstNode() {
        return Product.conformance(withKey(NODES.ofFirst()));
    }

    private static Map<String, String> withKey(Map<String, String> settings) {
        var more = new HashMap<>(settings);
        more.put("parley.emit-key", "another-key-that-comes-later");
        more.put("parley.emit-second-key", KEY);
        more.put("parley.post-timeout", "4s");
        more.put("parley.max-payload", "100000");
        return more;
    }

    @BeforeAll
    static void join() {
        second = JettyNode.start(Product.war().resolveSibling("conformance-app.war"), NODES.ofSecond());
    }

    @AfterAll
    static void leave() {
        second.close();
    }

    @Test
    void aCall_reachesTheClientsOfBothNodes_once() {
        try (var here = client(server);
                var there = client(second.uri())) {
            here.ask("join", List.of("r"));
            there.ask("join", List.of("r"));
            there.ask("join", List.of("s"));

            assertThat(post(CALL)).isEqualTo("202 {}");
            assertThat(here.next("b")).containsExactly("hi");
            assertThat(there.next("b")).containsExactly("hi");
            assertThat(
                            post(
                                    "{\"namespace\":\"/kit\",\"rooms\":[\"r\"],\"except\":[\"s\"],\"event\":\"b\",\"args\":[1]}"))
                    .isEqualTo("202 {}");
            assertThat(here.next("b")).containsExactly(1);
            assertThat(there.isQuiet("b")).isTrue();
            assertThat(here.isQuiet("b")).isTrue();
        }
    }

    @Test
    void aNodeWithoutAKey_hasNoSuchCall() {
        try (var connection = HttpConnection.open(second.uri())) {
            connection.request("POST", "/calm.io/emit", CALL, "Content-Type: application/json", bearer(KEY));
            assertThat(connection.answer().status()).isEqualTo(400);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET|Authorization: Bearer a-key-of-the-legacy-system|405|METHOD",
                "OPTIONS|Authorization: Bearer a-key-of-the-legacy-system|405|METHOD",
                "PUT|Authorization: Bearer a-key-of-the-legacy-system|405|METHOD",
                "POST|X-Nothing: 1|401|UNAUTHORIZED",
                "POST|Authorization: Bearer a-key-of-the-legacy-systeM|401|UNAUTHORIZED",
                "POST|Authorization: Basic YTpi|401|UNAUTHORIZED",
                "POST|Origin: http://127.0.0.1|403|ORIGIN",
            })
    void aStranger_isRefused(String method, String header, int status, String code) {
        try (var connection = HttpConnection.open(server)) {
            connection.request(
                    method, path(), method.equals("POST") ? CALL : "", "Content-Type: application/json", header);
            var answer = connection.answer();
            assertThat(answer.status()).isEqualTo(status);
            assertThat(answer.body()).startsWith("{\"code\":\"" + code + "\",\"message\":\"");
            assertThat(answer.headers()).doesNotContainKey("access-control-allow-origin");
            assertThat(answer.header("allow")).isEqualTo(status == 405 ? "POST" : "");
            assertThat(answer.header("www-authenticate")).isEqualTo(status == 401 ? "Bearer" : "");
        }
    }

    @Test
    void aBodyThatIsWrong_isRefused() {
        assertThat(post("{\"event\":\"b\",\"args\":[}")).startsWith("400 {\"code\":\"INVALID_JSON\"");
        assertThat(post("{\"args\":[]}")).startsWith("400 {\"code\":\"INVALID_CALL\"");
        assertThat(post("{\"event\":\"b\",\"namespace\":\"/nowhere\"}"))
                .startsWith("404 {\"code\":\"UNKNOWN_NAMESPACE\"");
        assertThat(post("{\"event\":\"" + "b".repeat(100_000) + "\"}")).startsWith("413 {\"code\":\"TOO_LARGE\"");
        for (var header : List.of(
                "Content-Type: text/plain",
                "Content-Type: application/json; charset=iso-8859-1",
                "Content-Type: application/json\r\nContent-Encoding: gzip")) {
            assertThat(post(CALL, header)).startsWith("415 {\"code\":\"MEDIA_TYPE\"");
        }
        assertThat(post(CALL, "Content-Type: application/json; charset=UTF-8")).isEqualTo("202 {}");
    }

    @Test
    void aChunkedBodyOverTheLimit_isRefused() {
        try (var connection = HttpConnection.open(server)) {
            connection.head(
                    "POST", path(), "Content-Type: application/json", bearer(KEY), "Transfer-Encoding: chunked");
            connection.write(("30d40\r\n" + " ".repeat(200_000)).getBytes());
            assertThat(connection.answer().status()).isEqualTo(413);
        }
    }

    @Test
    void bodiesThatDoNotCome_areBounded_inNumberAndTime() {
        var open = new ArrayList<HttpConnection>();
        try {
            for (int i = 0; i < 64; i++) {
                open.add(slowly());
            }
            String answer = post(CALL);
            // the last ones may still have been on their way, and one that met this call was one too many
            for (int i = 0; i < 64 && !answer.startsWith("503"); i++) {
                open.add(slowly());
                answer = post(CALL);
            }
            assertThat(answer).startsWith("503 {\"code\":\"BUSY\"");
            assertThat(open.stream().map(HttpConnection::answer))
                    .allMatch(late -> late.status() == 503
                            ? late.body().contains("BUSY")
                            : late.status() == 400 && late.body().contains("TOO_SLOW"))
                    .filteredOn(late -> late.status() == 400)
                    .hasSize(64);
            assertThat(post(CALL)).isEqualTo("202 {}");
        } finally {
            open.forEach(HttpConnection::close);
        }
    }

    private HttpConnection slowly() {
        var connection = HttpConnection.open(server);
        connection.head("POST", path(), "Content-Type: application/json", bearer(KEY), "Content-Length: 100");
        connection.write("{".getBytes());
        return connection;
    }

    /** The example of the manual, with nothing but what is in the WAR. */
    @Test
    void aProcessThatJoins_reachesTheClientsOfBothNodes_inOrder(@TempDir Path folder) throws Exception {
        unpack(Product.war(), folder);
        try (var here = client(server);
                var there = client(second.uri())) {
            there.ask("join", List.of("far"));
            var emit = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Dpath=/calm.io",
                            "-cp",
                            folder.resolve("WEB-INF/classes") + ":" + folder.resolve("WEB-INF/lib") + "/*",
                            "tools/Emit.java",
                            NODES.members(),
                            NODES.name(),
                            "/kit",
                            "",
                            "b",
                            "one",
                            "two",
                            "three")
                    .inheritIO()
                    .start();
            assertThat(emit.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(emit.exitValue()).isZero();
            for (var client : List.of(here, there)) {
                assertThat(client.next("b")).containsExactly("one");
                assertThat(client.next("b")).containsExactly("two");
                assertThat(client.next("b")).containsExactly("three");
            }
        }
    }

    private static void unpack(Path war, Path folder) throws IOException {
        try (var zip = new ZipFile(war.toFile())) {
            for (var entry : zip.stream().filter(one -> !one.isDirectory()).toList()) {
                if (entry.getName().startsWith("WEB-INF/")) {
                    var file = folder.resolve(entry.getName());
                    Files.createDirectories(file.getParent());
                    try (var in = zip.getInputStream(entry)) {
                        Files.copy(in, file);
                    }
                }
            }
        }
    }

    private String post(String body) {
        return post(body, "Content-Type: application/json");
    }

    private String post(String body, String header) {
        try (var connection = HttpConnection.open(server)) {
            connection.request("POST", path(), body, header, bearer(KEY));
            var answer = connection.answer();
            return answer.status() + " " + answer.body();
        }
    }

    private static String bearer(String key) {
        return "Authorization: Bearer " + key;
    }

    private String path() {
        return server.resolve("calm.io/emit").getPath();
    }

    private static JavaClient client(URI node) {
        var client = JavaClient.start(
                new SocketClientStart(node.resolve("calm.io/"), "websocket", "/kit", Map.of(), List.of("b")));
        client.next("connect");
        return client;
    }
}
