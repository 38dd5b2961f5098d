package io.parley.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;

/** Unmodified clients of other makers, over each transport and over the upgrade from one to the other. */
@ExtendWith({ArquillianExtension.class, ClientTable.class})
class ClientsIT {
    /** Disconnections that neither side has asked for; it depends on the moment by what the client learns of them. */
    private static final List<Object> ACCIDENTS = List.of("transport close", "transport error", "ping timeout");

    private static final ClientRuntimes CLIENTS = new ClientRuntimes();

    @ArquillianResource
    URI server;

    @Deployment(testable = false)
    static WebArchive conformance() {
        // The Java library does not answer the close frame of a WebSocket, and only its heartbeat tells it of the end.
        return Product.conformance(Map.of("parley.ping-interval", "1s", "parley.ping-timeout", "3s"));
    }

    static Stream<Arguments> clients() {
        return Stream.of(ClientKind.values()).flatMap(kind -> Stream.of("polling", "websocket", "polling,websocket")
                .map(transports -> Arguments.of(kind, transports)));
    }

    @AfterAll
    static void end() {
        CLIENTS.close();
    }

    @ForEachClient
    void transport_isTheLastOneOffered(ClientKind kind, String transports) {
        try (var client = connect(kind, transports, "/kit")) {
            awaitTransport(client, transports);

            var whoami = (Map<?, ?>) client.ask("whoami").get(0);
            assertThat(whoami.get("transport")).isEqualTo(client.transport());
            assertThat(whoami.get("id")).isEqualTo(client.id());
        }
    }

    @ForEachClient
    void auth_reachesTheServer(ClientKind kind, String transports) {
        var auth = Map.of("token", "é€😀 &=?");
        try (var client = start(kind, new SocketClientStart(endpoint(kind), transports, "/kit", auth, List.of()))) {
            client.next("connect");

            var handshake = (Map<?, ?>) ((Map<?, ?>) client.ask("whoami").get(0)).get("handshake");
            assertThat(handshake.get("auth")).isEqualTo(auth);
            if (kind == ClientKind.JS_2) {
                assertThat(((Map<?, ?>) handshake.get("query")).get("token")).isEqualTo(auth.get("token"));
            }
        }
    }

    @ForEachClient
    void events_comeBackAsTheyWere(ClientKind kind, String transports) {
        var nested = Map.of("é€😀", Arrays.asList(1, null, Map.of("a", List.of())));
        try (var client = connect(kind, transports, "/", "message-back")) {
            client.emit("message", 1, -2.5, "é€😀\u2028\"\\\n", true, null, nested, "");

            assertThat(client.next("message-back"))
                    .containsExactly(1, -2.5, "é€😀\u2028\"\\\n", true, null, nested, "");
        }
    }

    @ForEachClient
    void binaryData_comesBackAsItWas(ClientKind kind, String transports) {
        var bytes = binary((byte) 0, (byte) 4, (byte) 0x1e, (byte) '"', (byte) 0x80, (byte) 0xff);
        var nested = Map.of("deep", List.of(binary("é€😀".getBytes(UTF_8)), Map.of("er", binary((byte) 7))));
        try (var client = connect(kind, transports, "/", "message-back")) {
            client.emit("message", bytes, "between", nested, binary());

            assertThat(client.next("message-back")).containsExactly(bytes, "between", nested, binary());
        }
    }

    @ForEachClient
    void server_answersTheClient(ClientKind kind, String transports) {
        var bytes = binary((byte) 1, (byte) 2);
        try (var client = connect(kind, transports, "/")) {
            assertThat(client.ask("message-with-ack", "é€😀", List.of(1))).containsExactly("é€😀", List.of(1));
            assertThat(client.ask("message-with-ack")).isEmpty();
            assertThat(client.ask("message-with-ack", bytes, Map.of("in", bytes)))
                    .containsExactly(bytes, Map.of("in", bytes));
        }
    }

    @ForEachClient
    void client_answersTheServer(ClientKind kind, String transports) {
        var question = List.of("é€😀", 42, binary((byte) 1, (byte) 2));
        try (var client = connect(kind, transports, "/kit", "question")) {
            assertThat(client.ask("ask-self", Map.of("event", "question", "args", question)))
                    .containsExactly(Map.of("args", question));
            assertThat(client.next("question")).isEqualTo(question);
        }
    }

    @ForEachClient
    void clientThatDoesNotAnswer_isNotWaitedForLonger(ClientKind kind, String transports) {
        assumeFalse(kind == ClientKind.PYTHON, "answers even what nobody listens to");
        try (var client = connect(kind, transports, "/kit")) {
            assertThat(client.ask("ask-self", Map.of("event", "question", "timeout", 50)))
                    .containsExactly(Map.of("error", "operation has timed out"));
        }
    }

    @ForEachClient
    void namespaces_areApart(ClientKind kind, String transports) {
        try (var client = connect(kind, transports, "/custom", "message-back")) {
            client.emit("message", "hello");

            assertThat(client.next("message-back")).containsExactly("hello");
        }
    }

    @ForEachClient
    void unknownNamespace_isRefused(ClientKind kind, String transports) {
        try (var client = start(kind, new SocketClientStart(endpoint(kind), transports, "/nowhere"))) {
            var error = (Map<?, ?>) client.next("connect_error").get(0);

            assertThat(error.get("message")).isEqualTo("Invalid namespace");
            assertThat(client.connected()).isFalse();
        }
    }

    @ForEachClient
    void hundredEvents_comeBackInOrder(ClientKind kind, String transports) {
        try (var client = connect(kind, transports, "/", "message-back")) {
            for (int i = 0; i < 100; i++) {
                client.emit("message", i);
            }

            for (int i = 0; i < 100; i++) {
                assertThat(client.next("message-back")).containsExactly(i);
            }
        }
    }

    @ForEachClient
    void halfMegabyte_comesBack(ClientKind kind, String transports) {
        var text = "0123456789é€😀".repeat(25_000);
        var bytes = binary(Arrays.copyOf(text.getBytes(UTF_8), 500_000));
        try (var client = connect(kind, transports, "/")) {
            assertThat(client.ask("message-with-ack", text)).containsExactly(text);
            assertThat(client.ask("message-with-ack", bytes)).containsExactly(bytes);
        }
    }

    @ForEachClient
    void socketThatTheServerDisconnects_staysAway(ClientKind kind, String transports) {
        for (var close : List.of(false, true)) {
            try (var client = connect(kind, transports, "/kit")) {
                var id = client.id();
                client.emit("disconnect-me", Map.of("close", close));

                assertThat(client.next("disconnect")).isEqualTo(reason(kind, "io server disconnect"));
                assertThat(client.isQuiet("connect")).isTrue();
                assertThat(client.connected()).isFalse();
                assertThat(reasonAtTheServer(kind, id)).isEqualTo("server namespace disconnect");
            }
        }
    }

    @ForEachClient
    void socketThatTheClientDisconnects_staysAway(ClientKind kind, String transports) {
        try (var client = connect(kind, transports, "/kit")) {
            var id = client.id();
            client.disconnect();

            assertThat(client.next("disconnect")).isEqualTo(reason(kind, "io client disconnect"));
            assertThat(client.connected()).isFalse();
            // The Python client closes a WebSocket before it sends what waits, its goodbye among it.
            boolean mute = kind == ClientKind.PYTHON && !transports.equals("polling");
            assertThat(reasonAtTheServer(kind, id)).isEqualTo(mute ? "transport close" : "client namespace disconnect");
        }
    }

    @ForEachClient
    void connectionThatTheServerCloses_comesBackByItself(ClientKind kind, String transports) {
        assumeFalse(
                kind == ClientKind.PYTHON && transports.equals("polling"),
                "takes Engine.IO's close packet for an order and stays away");
        try (var client = connect(kind, transports, "/kit")) {
            awaitTransport(client, transports);
            var before = client.id();
            client.sendGarbage();
            assertThat(client.next("disconnect")).isSubsetOf(ACCIDENTS);

            assertCameBack(client, before);
            assertThat(reasonAtTheServer(kind, before)).isEqualTo("forced close");
        }
    }

    @ForEachClient
    void connectionThatBreaks_comesBackByItself(ClientKind kind, String transports) {
        try (var cable = Cable.to(endpoint(kind));
                var client = start(kind, new SocketClientStart(cable.uri(), transports, "/kit"))) {
            client.next("connect");
            awaitTransport(client, transports);
            var before = client.id();
            cable.cut();
            assertThat(client.next("disconnect")).isSubsetOf(ACCIDENTS);
            cable.mend();

            assertCameBack(client, before);
        }
    }

    @ForEachClient
    void room_isSharedWithAllOtherClients(ClientKind kind, String transports) {
        var client = connect(kind, transports, "/kit", "news");
        var others = Stream.of(ClientKind.values())
                .filter(other -> CLIENTS.has(other) && endpoint(other).equals(endpoint(kind)))
                .map(other -> connect(other, "polling,websocket", "/kit", "news"))
                .toList();
        client.ask("join", List.of("hall"));
        others.forEach(other -> other.ask("join", List.of("hall")));

        var news = List.of("é€😀", Map.of("bytes", binary((byte) 1, (byte) 2)));
        var broadcast = Map.of("via", "socket", "rooms", List.of("hall"), "event", "news", "args", news);
        client.ask("broadcast", broadcast);
        others.forEach(other -> assertThat(other.next("news")).isEqualTo(news));
        others.forEach(other -> other.ask("broadcast", broadcast));
        others.forEach(other -> assertThat(client.next("news")).isEqualTo(news));

        assertThat(client.isQuiet("news")).isTrue();
        client.close();
        others.forEach(SocketClient::close);
    }

    @ParameterizedTest(name = "{0}" + ForEachClient.BY + "polling,websocket")
    @EnumSource(names = "JS_.*", mode = EnumSource.Mode.MATCH_ALL)
    void tenThousandEventsEachWay_acrossTheUpgrade_keepTheirOrder(ClientKind kind) {
        int count = 10_000;
        try (var cable = Cable.to(endpoint(kind), Duration.ofMillis(30));
                var client = whileItUpgrades(kind, cable.uri(), count)) {
            for (int i = 0; i < count; i++) {
                assertThat(client.next("echo")).containsExactly(i);
                assertThat(client.next("tick")).containsExactly(i);
            }
            assertThat(client.isQuiet("echo") && client.isQuiet("tick")).isTrue();
        }
    }

    /** A client that has sent some of its events and been sent some of the server's when its upgrade was done. */
    private SocketClient whileItUpgrades(ClientKind kind, URI url, int count) {
        var start = new SocketClientStart(url, "polling,websocket", "/kit", "echo", "tick");
        for (int attempt = 0; attempt < 20; attempt++) {
            var client = CLIENTS.javaScript(kind, start);
            client.emit("emit-self", Map.of("event", "tick", "count", count));
            client.send("count", Map.of("event", "echo", "count", count));
            if ((Integer) client.next("upgraded").get(0) > 0) {
                return client;
            }
            client.close();
        }
        return fail("each upgrade came before the first event");
    }

    private static void assertCameBack(SocketClient client, String before) {
        client.next("connect");
        assertThat(client.id()).isNotEqualTo(before);
        assertThat(client.ask("echo", "again")).containsExactly("again");
    }

    private SocketClient connect(ClientKind kind, String transports, String namespace, String... events) {
        var client = start(kind, new SocketClientStart(endpoint(kind), transports, namespace, events));
        client.next("connect");
        return client;
    }

    private static SocketClient start(ClientKind kind, SocketClientStart start) {
        return CLIENTS.start(kind, start);
    }

    private URI endpoint(ClientKind kind) {
        return server.resolve(kind == ClientKind.JS_4_MSGPACK ? "msgpack.io/" : "calm.io/");
    }

    /** The client talks by the last of its transports, or does so within 20 s. */
    private static void awaitTransport(SocketClient client, String transports) {
        var wanted = transports.replaceAll(".*,", "");
        var end = System.nanoTime() + 20_000_000_000L;
        while (!wanted.equals(client.transport()) && System.nanoTime() < end) {
            client.ask("echo");
        }
        assertThat(client.transport()).isEqualTo(wanted);
    }

    private static List<Object> reason(ClientKind kind, String reason) {
        return kind == ClientKind.PYTHON ? List.of() : List.of(reason);
    }

    /** Why a socket is gone, as the server says, or will say within 20 s. */
    private Object reasonAtTheServer(ClientKind kind, String id) {
        var observing = kind == ClientKind.JS_4_MSGPACK ? kind : ClientKind.JS_4;
        try (var observer = connect(observing, "websocket", "/observer")) {
            var entries = List.of();
            for (var end = System.nanoTime() + 20_000_000_000L; entries.isEmpty() && System.nanoTime() < end; ) {
                var log = (Map<?, ?>) observer.ask("log", Map.of("type", "disconnect", "id", id))
                        .get(0);
                entries = List.copyOf((List<?>) log.get("entries"));
            }
            assertThat(entries).hasSize(1);
            return ((Map<?, ?>) entries.get(0)).get("reason");
        }
    }

    private static ByteBuffer binary(byte... bytes) {
        return ByteBuffer.wrap(bytes);
    }
}
