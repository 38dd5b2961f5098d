package io.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.testing.Fact;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The whole API of the server, driven by clients through the app for conformance suites. */
class ConformanceIT extends OnConformanceApp {
    private static final List<Object> DONE = List.of(Map.of());

    @Test
    void whoami_tellsAllThatIsKnown() {
        try (var client = calm("/kit", Map.of("k", "v"), "hello")) {
            assertThat(client.next("hello")).containsExactly(Map.of("recovered", false));
            var me = map(client.ask("whoami").get(0));
            assertThat(me)
                    .containsEntry("id", client.id())
                    .containsEntry("nsp", "/kit")
                    .containsEntry("recovered", false)
                    .containsEntry("protocol", 4)
                    .containsEntry("transport", "websocket")
                    .containsEntry("rooms", List.of(client.id()))
                    .containsEntry("data", Map.of());
            var handshake = map(me.get("handshake"));
            assertThat(handshake)
                    .containsEntry("auth", Map.of("k", "v"))
                    .containsEntry("address", "127.0.0.1")
                    .containsEntry("secure", false)
                    .containsEntry("xdomain", false);
            assertThat(map(handshake.get("query"))).containsEntry("EIO", "4").containsEntry("transport", "websocket");
            assertThat(map(handshake.get("headers"))).containsEntry("host", server.getAuthority());
            assertThat(handshake.get("url").toString()).startsWith(server.getPath() + "calm.io/?");
            assertThat((Long) handshake.get("issued")).isPositive();
        }
    }

    @Test
    void dataAndRooms_areChangedAndTold() {
        try (var client = calm("/kit")) {
            assertThat(client.ask("set-data", Map.of("a", 1))).containsExactly(Map.of("data", Map.of("a", 1)));
            assertThat(client.ask("set-data", Map.of("b", List.of(true))))
                    .containsExactly(Map.of("data", Map.of("a", 1, "b", List.of(true))));
            assertThat(client.ask("join", List.of("y", "x")))
                    .containsExactly(Map.of("rooms", sorted(client.id(), "x", "y")));
            assertThat(client.ask("leave", List.of("x", "z")))
                    .containsExactly(Map.of("rooms", sorted(client.id(), "y")));
            var info = map(client.ask("nsp-info", List.of("y", "nobody")).get(0));
            assertThat(info).containsEntry("name", "/kit").containsEntry("rooms", Map.of("y", 1, "nobody", 0));
            assertThat((Integer) info.get("sockets")).isPositive();
            assertThat((Integer) info.get("connections")).isPositive();
        }
    }

    @Test
    void malformedRequests_doNoHarm() {
        try (var client = calm("/kit", "a")) {
            for (var event : List.of(
                    "join", "leave", "set-data", "emit-self", "broadcast", "sockets-join", "fetch-sockets", "remote")) {
                client.emit(event);
                client.emit(event, 5);
                client.emit(event, Map.of("event", 5, "rooms", "x", "flags", 7, "count", "many"));
            }
            assertThat(client.ask("echo", "alive")).containsExactly("alive");
        }
    }

    @Test
    void emits_reachWhoIsSelected_once() {
        try (var a = calm("/kit", "a");
                var b = calm("/kit", "a");
                var c = calm("/kit", "a")) {
            a.ask("join", List.of("r", "s"));
            b.ask("join", List.of("r", "s"));
            c.ask("join", List.of("s"));
            var all = Map.of("via", "io", "rooms", List.of("r", "s"), "event", "a", "args", List.of(1));
            assertThat(a.ask("broadcast", all)).isEqualTo(DONE);
            a.ask("broadcast", with(all, "via", "socket", "args", List.of(2), "except", List.of(c.id())));
            a.ask("broadcast", with(all, "rooms", List.of(c.id()), "args", List.of(3), "count", 2));
            a.ask(
                    "broadcast",
                    with(
                            all,
                            "rooms",
                            List.of("s"),
                            "args",
                            List.of(4),
                            "flags",
                            Map.of("compress", false, "local", true)));
            a.ask("emit-self", Map.of("event", "a", "args", List.of(5), "count", 2));
            assertThat(List.of(a.next("a"), a.next("a"), a.next("a"), a.next("a")))
                    .containsExactly(List.of(1), List.of(4), List.of(5, 0), List.of(5, 1));
            assertThat(List.of(b.next("a"), b.next("a"), b.next("a")))
                    .containsExactly(List.of(1), List.of(2), List.of(4));
            assertThat(List.of(c.next("a"), c.next("a"), c.next("a"), c.next("a")))
                    .containsExactly(List.of(1), List.of(3, 0), List.of(3, 1), List.of(4));
            for (var client : List.of(a, b, c)) {
                assertThat(client.isQuiet("a")).isTrue();
            }
        }
    }

    @Test
    void questions_areAnswered_orTellThatTheyAreNot() {
        try (var a = calm("/kit", "q");
                var b = calm("/kit", "q");
                var silent = calm("/kit")) {
            for (var client : List.of(a, b)) {
                client.ask("join", List.of("asked"));
            }
            var question = Map.of("event", "q", "args", List.of("x"), "timeout", 2000);
            assertThat(a.ask("ask-self", question)).containsExactly(Map.of("args", List.of("x")));
            assertThat(a.ask("ask", with(question, "rooms", List.of("asked"))))
                    .containsExactly(Map.of("responses", List.of("x", "x")));
            assertThat(a.ask("ask", with(question, "rooms", List.of("nobody"))))
                    .containsExactly(Map.of("responses", List.of()));
            silent.ask("join", List.of("asked"));
            assertThat(a.ask("ask", with(question, "rooms", List.of("asked"), "timeout", 300)))
                    .containsExactly(Map.of("responses", List.of("x", "x"), "error", "operation has timed out"));
            assertThat(silent.ask("ask-self", with(question, "timeout", 100)))
                    .containsExactly(Map.of("error", "operation has timed out"));
            assertThat(a.ask("server-ask", Map.of("event", "sum", "args", List.of(1, 2))))
                    .containsExactly(Map.of("responses", List.of()));
            assertThat(a.ask("ack-later", Map.of("ms", 50, "args", List.of("late", 2))))
                    .containsExactly("late", 2);
            assertThat(a.ask("ack-twice")).containsExactly("first");
        }
    }

    @Test
    void socketsOfOthers_areFetchedMovedAndDisconnected() {
        try (var a = calm("/kit", Map.of("who", "a"), "m");
                var b = calm("/kit", Map.of("who", "b"), "m", "q")) {
            b.ask("set-data", Map.of("n", 1));
            assertThat(a.ask("sockets-join", Map.of("rooms", List.of(b.id()), "join", List.of("j1", "j2"))))
                    .isEqualTo(DONE);
            a.ask("sockets-leave", Map.of("rooms", List.of("j1"), "leave", List.of("j1")));
            var fetched = (List<?>)
                    map(a.ask("fetch-sockets", Map.of("rooms", List.of("j2"))).get(0))
                            .get("sockets");
            assertThat(fetched).hasSize(1);
            var found = map(fetched.get(0));
            assertThat(found)
                    .containsEntry("id", b.id())
                    .containsEntry("rooms", sorted(b.id(), "j2"))
                    .containsEntry("data", Map.of("n", 1));
            assertThat(map(found.get("handshake"))).containsEntry("auth", Map.of("who", "b"));

            var remote = Map.of("id", b.id(), "do", "emit", "event", "m", "args", List.of("hi"));
            assertThat(a.ask("remote", remote)).containsExactly(Map.of("found", true));
            assertThat(b.next("m")).containsExactly("hi");
            assertThat(a.ask("remote", with(remote, "do", "ask", "event", "q", "timeout", 2000)))
                    .containsExactly(Map.of("found", true, "response", "hi"));
            assertThat(a.ask("remote", with(remote, "do", "ask", "event", "unheard", "timeout", 100)))
                    .containsExactly(Map.of("found", true, "error", "operation has timed out"));
            a.ask("remote", with(remote, "do", "join", "rooms", List.of("k")));
            a.ask("remote", with(remote, "do", "leave", "rooms", List.of("j2")));
            assertThat(map(b.ask("whoami").get(0))).containsEntry("rooms", sorted(b.id(), "k"));
            assertThat(a.ask("remote", with(remote, "id", "nobody"))).containsExactly(Map.of("found", false));
            a.ask("remote", with(remote, "do", "disconnect"));
            assertThat(b.next("disconnect")).containsExactly("io server disconnect");
            assertThat(a.ask("disconnect-sockets", Map.of("rooms", List.of(a.id()))))
                    .isEqualTo(DONE);
            assertThat(a.next("disconnect")).containsExactly("io server disconnect");
        }
    }

    @Test
    void catchAllListenersAndEventMiddleware_hearAndRefuse() {
        try (var client = calm("/kit", "x", "rejected")) {
            assertThat(client.ask("any-log"))
                    .containsExactly(Map.of("incoming", List.of("any-log"), "outgoing", List.of("hello")));
            client.emit("forbidden", 1);
            assertThat(client.next("rejected"))
                    .containsExactly(Map.of("message", "forbidden event", "data", Map.of("code", "E_FORBIDDEN")));
            client.ask("emit-self", Map.of("event", "x"));
            assertThat(client.ask("any-log"))
                    .containsExactly(Map.of(
                            "incoming", List.of("forbidden", "emit-self", "any-log"),
                            "outgoing", List.of("rejected", "x")));
        }
    }

    @Test
    void guardedNamespace_letsInWhoKnowsTheSecret_afterAllItsMiddlewares() {
        try (var in = calm("/guarded", Map.of("token", "secret"), "welcome");
                var out = start("calm.io", "/guarded", Map.of())) {
            assertThat(in.next("welcome")).containsExactly(Map.of("mw", List.of("a", "b"), "recovered", false));
            assertThat(out.next("connect_error"))
                    .containsExactly(Map.of("message", "unauthorized", "data", Map.of("code", 401, "hint", "token")));
        }
    }

    @Test
    void dynamicNamespaces_areMadeOnDemand_andOthersAreNot() {
        try (var one = calm("/dynamic-1", "nsp", "m");
                var two = calm("/dynamic-2", "nsp", "m");
                var none = start("calm.io", "/dynamic-x", Map.of())) {
            assertThat(one.next("nsp")).containsExactly("/dynamic-1");
            one.ask("nsp-broadcast", Map.of("event", "m", "args", List.of(1)));
            two.ask("parent-broadcast", Map.of("event", "m", "args", List.of(2)));
            assertThat(List.of(one.next("m"), one.next("m"))).containsExactly(List.of(1), List.of(2));
            assertThat(two.next("m")).containsExactly(2);
            assertThat(none.next("connect_error")).containsExactly(Map.of("message", "Invalid namespace"));
        }
    }

    @Fact("1.2 connection_error")
    @Test
    void observer_hasSeenWhatHappened() {
        try (var observer = calm("/observer");
                var client = calm("/kit")) {
            long since = ((Number) log(observer, Map.of()).get("next")).longValue() - 1;
            var id = client.id();
            client.ask("join", List.of("watched-1", "unwatched"));
            client.disconnect();
            client.next("disconnect");
            var events = awaitLog(observer, Map.of("id", id), 5);
            assertThat(events)
                    .extracting(entry -> entry.get("type"))
                    .containsSubsequence("connect", "join-room", "leave-room")
                    .containsSubsequence("connect", "disconnecting", "disconnect");
            assertThat(only(events, "disconnecting"))
                    .containsEntry("nsp", "/kit")
                    .containsEntry("reason", "client namespace disconnect")
                    .containsEntry("rooms", sorted(id, "unwatched", "watched-1"));
            assertThat(only(events, "disconnect")).containsEntry("rooms", List.of());
            assertThat(awaitLog(observer, Map.of("since", since, "type", "delete-room"), 1))
                    .singleElement()
                    .satisfies(entry -> assertThat(entry).containsEntry("room", "watched-1"));
            assertThat(url.exchange("GET", "EIO=4", "").status()).isEqualTo(400);
            assertThat(awaitLog(observer, Map.of("since", since, "type", "connection_error"), 1)
                            .get(0))
                    .containsEntry("code", 0)
                    .containsEntry("message", "Transport unknown");
        }
    }

    @Fact("1.10 CONNECT accepted")
    @Test
    void connect_isAnsweredWithAnId() {
        try (var socket = url.connect()) {
            socket.send("40");
            socket.expectText(text -> text.matches("40\\{\"sid\":\"[\\w-]{20}\"}"));
        }
    }

    @Fact({"1.11 recovered connection", "1.10 CONNECT accepted"})
    @Test
    void recoverableConnection_comesBackWithItsRoomsAndWhatItMissed() {
        var url = new EngineUrl(server, "recovery.io");
        try (var observer = start("recovery.io", "/observer", Map.of());
                var kit = start("recovery.io", "/kit", Map.of())) {
            observer.next("connect");
            kit.next("connect");
            var lost = RecoverableClient.lose(
                    url, "r", () -> kit.ask("broadcast", Map.of("rooms", List.of("r"), "event", "seen")));
            awaitLog(observer, Map.of("type", "disconnect"), 1);
            kit.ask("broadcast", Map.of("rooms", List.of("r"), "event", "missed"));
            lost.comeBack(url, "missed");
        }
    }

    @Test
    void everyServer_isApartFromTheOthers() {
        try (var calm = calm("/kit", "m");
                var options = start("options.io", "/kit", Map.of(), "m")) {
            options.next("connect");
            assertThat(options.ask("fetch-sockets", Map.of("rooms", List.of(calm.id()))))
                    .containsExactly(Map.of("sockets", List.of()));
            options.ask("broadcast", Map.of("event", "m"));
            assertThat(options.next("m")).isEmpty();
            assertThat(calm.isQuiet("m")).isTrue();
        }
        for (var nowhere : List.of("nowhere.io", "nosticky.io")) {
            assertThat(new EngineUrl(server, nowhere)
                            .exchange("GET", "EIO=4&transport=polling", "")
                            .status())
                    .isEqualTo(404);
        }
    }

    @Fact({"1.2 code 4 in the words of allowRequest", "1.2 code 4 on an upgrade request"})
    @Test
    void optionsOfOneServer_showInItsAnswers() {
        var url = new EngineUrl(server, "options.io");
        var opened = url.exchange("GET", "EIO=4&transport=polling", "", "Origin: http://also.example");
        assertThat(opened.body()).contains("\"maxPayload\":10000");
        var sid = opened.body().split("\"sid\":\"")[1].substring(0, 20);
        assertThat(opened.header("set-cookie")).contains("io-test=" + sid + "; Path=/; HttpOnly; SameSite=Lax");
        assertThat(opened.header("x-initial")).contains("yes");
        assertThat(opened.header("x-every")).contains("yes");
        assertThat(opened.header("access-control-allow-origin")).contains("http://also.example");
        var refused = url.exchange("GET", "EIO=4&transport=polling&reject=1", "");
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.body()).isEqualTo("{\"code\":4,\"message\":\"rejected by the app\"}");
        var upgrade = WebSocketConnection.attempt(url, "EIO=4&transport=websocket&reject=1");
        assertThat(upgrade.handshake().status()).isEqualTo(400);
        assertThat(upgrade.handshake().body()).isEqualTo("rejected by the app");
        try (var socket = url.webSocket("EIO=4&transport=websocket")) {
            assertThat(socket.handshake().header("x-initial")).contains("yes");
        }
        var files = HttpConnection.open(server);
        files.request("GET", server.getPath() + "options.io/socket.io.min.js", "", "Origin: http://allowed.example");
        assertThat(files.answer().header("access-control-allow-origin")).contains("http://allowed.example");
    }

    @Test
    void binaryArguments_passThroughTheWholeApi() {
        try (var a = calm("/kit", "b");
                var b = calm("/kit", "b")) {
            var bytes = ByteBuffer.wrap(new byte[] {0, 4, (byte) 0xff});
            a.ask("broadcast", Map.of("via", "socket", "event", "b", "args", List.of(Map.of("in", bytes), bytes)));
            assertThat(b.next("b")).containsExactly(Map.of("in", bytes), bytes);
            assertThat(a.ask("ask", Map.of("rooms", List.of(b.id()), "event", "b", "args", List.of(bytes))))
                    .containsExactly(Map.of("responses", List.of(bytes)));
            assertThat(a.ask("set-data", Map.of("bytes", bytes)))
                    .containsExactly(Map.of("data", Map.of("bytes", bytes)));
        }
    }

    private JavaClient calm(String namespace, String... events) {
        return calm(namespace, Map.of(), events);
    }

    private JavaClient calm(String namespace, Map<String, String> auth, String... events) {
        var client = start("calm.io", namespace, auth, events);
        client.next("connect");
        return client;
    }

    private JavaClient start(String path, String namespace, Map<String, String> auth, String... events) {
        return JavaClient.start(
                new SocketClientStart(server.resolve(path + "/"), "websocket", namespace, auth, List.of(events)));
    }

    private static Map<?, ?> log(JavaClient observer, Map<String, ?> filter) {
        return map(observer.ask("log", filter).get(0));
    }

    /** The entries once there are so many. */
    private static List<Map<Object, Object>> awaitLog(JavaClient observer, Map<String, ?> filter, int count) {
        List<?> entries = List.of();
        for (int attempt = 0; attempt < 100 && entries.size() < count; attempt++) {
            entries = (List<?>) log(observer, filter).get("entries");
            observer.ask("log", Map.of());
        }
        return entries.stream().map(ConformanceIT::map).toList();
    }

    private static Map<Object, Object> only(List<Map<Object, Object>> entries, String type) {
        return entries.stream()
                .filter(entry -> type.equals(entry.get("type")))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> sorted(String... texts) {
        return Arrays.stream(texts).sorted().toList();
    }

    @SuppressWarnings("unchecked") // a view of what was read from JSON
    private static Map<Object, Object> map(Object value) {
        return (Map<Object, Object>) value;
    }
}
