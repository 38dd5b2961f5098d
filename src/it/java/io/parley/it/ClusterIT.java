package io.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The API of the server across two nodes, driven by the official client on each: the first node in the container under test,
 * the second in a Jetty of its own.
 */
class ClusterIT extends OnServer {
    private static final List<Object> DONE = List.of(Map.of());
    private static final TwoNodes NODES = new TwoNodes();
    private static final ClientRuntimes CLIENTS = new ClientRuntimes();

    private static Node second;

    ClusterIT() {
        super("calm.io");
    }

    @Deployment(testable = false)
    static WebArchive firstNode() {
        return Product.conformance(NODES.ofFirst());
    }

    @BeforeAll
    static void join() {
        second = JettyNode.start(Product.war().resolveSibling("conformance-app.war"), NODES.ofSecond());
    }

    @AfterAll
    static void leave() {
        CLIENTS.close();
        second.close();
    }

    @Test
    void emits_reachTheSocketsOfBothNodes_once() {
        try (var here = onFirst();
                var there = onSecond()) {
            here.ask("join", List.of("r", "s"));
            there.ask("join", List.of("r", "s"));
            for (var sender : List.of(here, there)) {
                sender.ask("broadcast", Map.of("rooms", List.of("r", "s"), "event", "b", "args", List.of(sender.id())));
                for (var receiver : List.of(here, there)) {
                    assertThat(receiver.next("b")).containsExactly(sender.id());
                    assertThat(receiver.isQuiet("b")).isTrue();
                }
            }
        }
    }

    @Test
    void emits_reachWhoIsSelected() {
        try (var here = onFirst();
                var there = onSecond();
                var left = onSecond()) {
            for (var client : List.of(here, there, left)) {
                client.ask("join", List.of("chosen"));
            }
            var all = Map.of("rooms", List.of("chosen"), "event", "b", "args", List.of("all"), "count", 2);
            here.ask("broadcast", with(all, "except", List.of(left.id())));
            here.ask("broadcast", with(all, "via", "socket", "args", List.of("others")));
            here.ask("broadcast", with(all, "flags", Map.of("local", true), "args", List.of("near")));
            here.ask("broadcast", with(all, "rooms", List.of(there.id()), "args", List.of("you")));
            here.ask("broadcast", with(all, "via", "socket", "args", List.of("end")));

            assertThat(next(here, 4)).containsExactlyElementsOf(numbered("all", "near"));
            assertThat(next(there, 8)).containsExactlyElementsOf(numbered("all", "others", "you", "end"));
            assertThat(next(left, 4)).containsExactlyElementsOf(numbered("others", "end"));
            for (var client : List.of(here, there, left)) {
                assertThat(client.isQuiet("b")).isTrue();
            }
            var flags = Map.of("volatile", true, "compress", false);
            here.ask("broadcast", Map.of("rooms", List.of("chosen"), "flags", flags, "event", "b"));
            for (var client : List.of(here, there, left)) {
                client.next("b");
            }
        }
    }

    @Test
    void socketsJoinAndLeave_areDoneBeforeALaterEmit() {
        try (var here = onFirst();
                var there = onSecond()) {
            var emit = Map.of("rooms", List.of("joined"), "event", "b", "args", List.of("welcome"));
            here.ask("sockets-join", Map.of("rooms", List.of(there.id()), "join", List.of("joined", "more")));
            here.ask("broadcast", emit);
            here.ask("sockets-leave", Map.of("via", "socket", "rooms", List.of("more"), "leave", List.of("joined")));
            here.ask("broadcast", with(emit, "args", List.of("left")));
            here.ask("broadcast", with(emit, "rooms", List.of("more"), "args", List.of("stayed")));

            assertThat(there.next("b")).containsExactly("welcome");
            assertThat(there.next("b")).containsExactly("stayed");
            assertThat(here.isQuiet("b")).isTrue();
        }
    }

    @Test
    void question_isAnsweredByTheSocketsOfBothNodes() {
        var bytes = ByteBuffer.wrap(new byte[] {1, 2, 3});
        try (var here = onFirst();
                var there = onSecond()) {
            here.ask("join", List.of("asked"));
            there.ask("join", List.of("asked"));
            var question = Map.of("rooms", List.of("asked"), "event", "b", "args", List.of(bytes), "timeout", 10_000);

            assertThat(here.ask("ask", question)).containsExactly(Map.of("responses", List.of(bytes, bytes)));
            assertThat(here.ask("ask", with(question, "via", "socket")))
                    .containsExactly(Map.of("responses", List.of(bytes)));
            assertThat(here.ask("ask", with(question, "flags", Map.of("local", true))))
                    .containsExactly(Map.of("responses", List.of(bytes)));
        }
    }

    @Test
    void question_whoDoesNotAnswerOnTheOtherNode_isTold() {
        try (var here = onFirst();
                var there = onSecond();
                var silent = client(second.uri(), "calm.io/", "/kit")) {
            for (var client : List.of(here, there, silent)) {
                client.ask("join", List.of("silent"));
            }
            var question = Map.of("rooms", List.of("silent"), "event", "b", "args", List.of(1), "timeout", 500);

            assertThat(here.ask("ask", question))
                    .containsExactly(Map.of("error", "operation has timed out", "responses", List.of(1, 1)));
        }
    }

    @Test
    void fetchedSockets_areThoseOfBothNodes() {
        try (var here = onFirst();
                var there = onSecond()) {
            there.ask("set-data", Map.of("name", "Ann"));
            here.ask("join", List.of("fetched"));
            there.ask("join", List.of("fetched"));
            var room = Map.of("rooms", List.of("fetched"));

            var sockets = sockets(here, room);

            assertThat(sockets).extracting(socket -> socket.get("id")).containsExactlyElementsOf(sorted(here, there));
            assertThat(sockets)
                    .filteredOn(socket -> socket.get("id").equals(there.id()))
                    .singleElement()
                    .satisfies(socket -> assertThat(socket)
                            .containsEntry("data", Map.of("name", "Ann"))
                            .containsEntry(
                                    "rooms",
                                    Stream.of("fetched", there.id()).sorted().toList()));
            assertThat(sockets(here, with(room, "via", "socket")))
                    .extracting(socket -> socket.get("id"))
                    .containsExactly(there.id());
            assertThat(sockets(here, with(room, "flags", Map.of("local", true))))
                    .extracting(socket -> socket.get("id"))
                    .containsExactly(here.id());
        }
    }

    @Test
    void socketOfTheOtherNode_isToldAskedMovedAndDisconnected() {
        try (var here = onFirst();
                var there = onSecond()) {
            var remote = Map.of("id", there.id(), "event", "b", "args", List.of("hi"), "timeout", 10_000);

            assertThat(here.ask("remote", with(remote, "do", "emit"))).containsExactly(Map.of("found", true));
            assertThat(there.next("b")).containsExactly("hi");
            assertThat(here.ask("remote", with(remote, "do", "ask")))
                    .containsExactly(Map.of("found", true, "response", "hi"));
            here.ask("remote", with(remote, "do", "join", "rooms", List.of("x", "y")));
            here.ask("remote", with(remote, "do", "leave", "rooms", List.of("x")));
            assertThat(sockets(here, Map.of("rooms", List.of("y"))))
                    .extracting(socket -> socket.get("id"))
                    .containsExactly(there.id());
            assertThat(sockets(here, Map.of("rooms", List.of("x")))).isEmpty();
            assertThat(here.ask("remote", with(remote, "do", "disconnect"))).containsExactly(Map.of("found", true));
            assertThat(there.next("disconnect")).containsExactly("io server disconnect");
            assertThat(here.ask("remote", remote)).containsExactly(Map.of("found", false));
        }
    }

    @Test
    void disconnectSockets_reachesTheOtherNode() {
        try (var here = onFirst();
                var there = onSecond();
                var closed = onSecond()) {
            here.ask("disconnect-sockets", Map.of("via", "socket", "rooms", List.of(there.id(), here.id())));
            here.ask("disconnect-sockets", Map.of("rooms", List.of(closed.id()), "close", true));

            assertThat(there.next("disconnect")).containsExactly("io server disconnect");
            assertThat(closed.next("disconnect")).containsExactly("io server disconnect");
            assertThat(here.connected()).isTrue();
        }
    }

    @Test
    void serverSideEvents_reachTheOtherNodeAlone() {
        try (var here = onFirst();
                var hereLog = client(server, "calm.io/", "/observer");
                var thereLog = client(second.uri(), "calm.io/", "/observer")) {
            assertThat(here.ask("server-emit", Map.of("event", "note", "args", List.of(here.id()))))
                    .isEqualTo(DONE);

            // an answer that comes back over the same stream shows that the note is there
            assertThat(here.ask("server-ask", Map.of("event", "sum", "args", List.of(1, 2))))
                    .containsExactly(Map.of("responses", List.of(3)));
            assertThat(notes(thereLog)).containsExactly(List.of(here.id()));
            assertThat(notes(hereLog)).isEmpty();
            assertThat(here.ask("server-ask", Map.of("event", "mute", "args", List.of())))
                    .containsExactly(Map.of("error", "operation has timed out", "responses", List.of()));
        }
    }

    @Test
    void namespacesOnDemand_spanTheNodes() {
        try (var here = client(server, "calm.io/", "/dynamic-1", "b");
                var there = client(second.uri(), "calm.io/", "/dynamic-1", "b")) {
            // one after the other has arrived: two emitters have no order between them
            here.ask("nsp-broadcast", Map.of("event", "b", "args", List.of(1)));
            for (var client : List.of(here, there)) {
                assertThat(client.next("b")).containsExactly(1);
            }
            there.ask("parent-broadcast", Map.of("event", "b", "args", List.of(2)));
            for (var client : List.of(here, there)) {
                assertThat(client.next("b")).containsExactly(2);
            }
        }
    }

    @Test
    void nostickyAndRecovery_spanTheNodes_andOthersDoNot() {
        for (var path : List.of("nosticky.io/", "recovery.io/")) {
            try (var here = client(server, path, "/kit", "b");
                    var there = client(second.uri(), path, "/kit", "b")) {
                here.ask("broadcast", Map.of("event", "b"));
                here.next("b");
                there.next("b");
            }
        }
        try (var here = client(server, "options.io/", "/kit", "b");
                var there = client(second.uri(), "options.io/", "/kit", "b")) {
            here.ask("broadcast", Map.of("event", "b"));
            assertThat(here.next("b")).isEmpty();
            assertThat(sockets(here, Map.of()))
                    .extracting(socket -> socket.get("id"))
                    .containsExactly(here.id());
            assertThat(here.ask("server-ask", Map.of("event", "sum", "args", List.of(1, 2))))
                    .containsExactly(Map.of("responses", List.of()));
            assertThat(there.isQuiet("b")).isTrue();
        }
    }

    @Test
    void clientOfOneNode_isRecoveredOnTheOther() {
        var room = Map.of("rooms", List.of("lost"));
        try (var there = client(second.uri(), "recovery.io/", "/kit")) {
            var lost = RecoverableClient.lose(
                    new EngineUrl(server, "recovery.io"),
                    "lost",
                    () -> there.ask("broadcast", with(room, "event", "seen")));
            for (int attempt = 0; attempt < 1000 && !sockets(there, room).isEmpty(); attempt++) {
                there.ask("echo");
            }
            there.ask("broadcast", with(room, "event", "missed"));
            lost.comeBack(new EngineUrl(second.uri(), "recovery.io"), "missed");
        }
    }

    private SocketClient onFirst() {
        return client(server, "calm.io/", "/kit", "b");
    }

    private SocketClient onSecond() {
        return client(second.uri(), "calm.io/", "/kit", "b");
    }

    private static SocketClient client(URI node, String path, String namespace, String... events) {
        var client = CLIENTS.start(
                ClientKind.JS_4, new SocketClientStart(node.resolve(path), "websocket", namespace, events));
        client.next("connect");
        return client;
    }

    private static List<List<Object>> next(SocketClient client, int count) {
        return Stream.generate(() -> client.next("b")).limit(count).toList();
    }

    /** What two emissions of each look like. */
    private static List<List<Object>> numbered(String... texts) {
        return Stream.of(texts)
                .flatMap(text -> Stream.of(0, 1).map(number -> List.<Object>of(text, number)))
                .toList();
    }

    private static List<Object> notes(SocketClient observer) {
        var log =
                (Map<?, ?>) observer.ask("log", Map.of("type", "server-event")).get(0);
        return ((List<?>) log.get("entries"))
                .stream().<Object>map(entry -> ((Map<?, ?>) entry).get("args")).toList();
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> sockets(SocketClient client, Map<String, ?> selector) {
        var answer = (Map<String, Object>) client.ask("fetch-sockets", selector).get(0);
        return (List<Map<String, Object>>) answer.get("sockets");
    }

    private static List<Object> sorted(SocketClient... clients) {
        return Stream.of(clients).<Object>map(SocketClient::id).sorted().toList();
    }
}
