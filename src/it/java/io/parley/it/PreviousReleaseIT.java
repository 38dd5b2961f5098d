package io.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The API of the server across a node of this release and one of the release before, as there are while a cluster is updated
 * node by node: the first in the container under test, the second in a Jetty of its own. Most conversations are begun by
 * either. {@code mvn verify -Pfaults} builds the release before, which takes a clone with its history.
 */
@EnabledIfSystemProperty(named = "it.faults", matches = "full", disabledReason = "has to build the release before")
class PreviousReleaseIT extends OnServer {
    private static final TwoNodes NODES = new TwoNodes();

    private static Node second;

    PreviousReleaseIT() {
        super("calm.io");
    }

    @Deployment(testable = false)
    static WebArchive firstNode() {
        return Product.conformance(NODES.ofFirst());
    }

    @BeforeAll
    static void join() throws IOException, InterruptedException {
        var war = wars(System.getProperty("it.previous")).resolve("conformance-app.war");
        second = JettyNode.start(war, NODES.ofSecond());
    }

    @AfterAll
    static void leave() {
        second.close();
    }

    @Test
    void emits_reachTheSocketsOfBothNodes_once() {
        try (var here = onFirst();
                var there = onSecond()) {
            here.ask("join", List.of("r"));
            there.ask("join", List.of("r"));
            for (var sender : List.of(here, there)) {
                sender.ask("broadcast", Map.of("rooms", List.of("r"), "event", "b", "args", List.of(sender.id())));
                for (var receiver : List.of(here, there)) {
                    assertThat(receiver.next("b")).containsExactly(sender.id());
                    assertThat(receiver.isQuiet("b")).isTrue();
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void socketsJoin_isDoneBeforeALaterEmit(Direction direction) {
        try (var here = here(direction);
                var there = there(direction)) {
            here.ask("sockets-join", Map.of("rooms", List.of(there.id()), "join", List.of("joined")));
            here.ask("broadcast", Map.of("rooms", List.of("joined"), "event", "b", "args", List.of("welcome")));

            assertThat(there.next("b")).containsExactly("welcome");
            assertThat(here.isQuiet("b")).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void question_isAnsweredByTheSocketsOfBothNodes(Direction direction) {
        var bytes = ByteBuffer.wrap(new byte[] {1, 2, 3});
        try (var here = here(direction);
                var there = there(direction)) {
            here.ask("join", List.of("asked"));
            there.ask("join", List.of("asked"));

            var answer = here.ask(
                    "ask", Map.of("rooms", List.of("asked"), "event", "b", "args", List.of(bytes), "timeout", 10_000));

            assertThat(answer).containsExactly(Map.of("responses", List.of(bytes, bytes)));
        }
    }

    @ParameterizedTest
    @EnumSource
    void questionToTheOtherServer_isAnswered(Direction direction) {
        try (var here = here(direction);
                var there = there(direction)) {
            assertThat(there.connected()).isTrue();
            assertThat(here.ask("server-ask", Map.of("event", "sum", "args", List.of(2, 3))))
                    .containsExactly(Map.of("responses", List.of(5.0)));
        }
    }

    @ParameterizedTest
    @EnumSource
    void fetchedSockets_areThoseOfBothNodes_andCanBeAskedAndMoved(Direction direction) {
        try (var here = here(direction);
                var there = there(direction)) {
            there.ask("set-data", Map.of("name", "Ann"));
            here.ask("join", List.of("fetched"));
            there.ask("join", List.of("fetched"));

            var sockets = sockets(here, "fetched");

            assertThat(sockets).extracting(socket -> socket.get("id")).containsExactlyElementsOf(sorted(here, there));
            assertThat(sockets)
                    .filteredOn(socket -> socket.get("id").equals(there.id()))
                    .singleElement()
                    .satisfies(socket -> assertThat(socket).containsEntry("data", Map.of("name", "Ann")));
            here.ask("sockets-leave", Map.of("rooms", List.of(there.id()), "leave", List.of("fetched")));
            assertThat(sockets(here, "fetched"))
                    .extracting(socket -> socket.get("id"))
                    .containsExactly(here.id());
        }
    }

    @ParameterizedTest
    @EnumSource
    void disconnectSockets_reachesTheOtherNode(Direction direction) {
        try (var here = here(direction);
                var there = there(direction)) {
            here.ask("disconnect-sockets", Map.of("rooms", List.of(there.id())));

            assertThat(there.next("disconnect")).isNotEmpty();
            assertThat(here.connected()).isTrue();
        }
    }

    /** From the first node to the second, or the other way. */
    enum Direction {
        FORTH,
        BACK
    }

    private JavaClient here(Direction direction) {
        return direction == Direction.FORTH ? onFirst() : onSecond();
    }

    private JavaClient there(Direction direction) {
        return direction == Direction.FORTH ? onSecond() : onFirst();
    }

    private JavaClient onFirst() {
        return client(server);
    }

    private JavaClient onSecond() {
        return client(second.uri());
    }

    private static JavaClient client(URI node) {
        var client = JavaClient.start(
                new SocketClientStart(node.resolve("calm.io/"), "websocket", "/kit", Map.of(), List.of("b")));
        client.next("connect");
        return client;
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> sockets(JavaClient client, String room) {
        var answer = (Map<String, Object>)
                client.ask("fetch-sockets", Map.of("rooms", List.of(room))).get(0);
        return (List<Map<String, Object>>) answer.get("sockets");
    }

    private static List<Object> sorted(JavaClient... clients) {
        return Stream.of(clients).<Object>map(JavaClient::id).sorted().toList();
    }

    private static Path wars(String revision) throws IOException, InterruptedException {
        var build = new ProcessBuilder("tools/wars-of", revision)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        build.getOutputStream().close();
        var folder = new String(build.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertThat(build.waitFor()).as("tools/wars-of %s", revision).isZero();
        return Path.of(folder);
    }
}
