package io.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bad input over HTTP: the rows of the list that begin with B0, B1 and B2, each test named by its row. */
class SafetyHttpIT extends OnProduct {
    private static final String POLLING = "EIO=4&transport=polling";
    private static final String WEBSOCKET = "EIO=4&transport=websocket";
    private static final String TEXT = "Content-Type: text/plain;charset=UTF-8";
    private static final Pattern CANARY = Pattern.compile("canary-\\d+-\\d+-");

    private static final Pattern SOCKET_ID = Pattern.compile("^40\\{\"sid\":\"([A-Za-z0-9_-]{20})\"");

    @RegisterExtension
    static final OutsideCheck CHECK = new OutsideCheck();

    @ParameterizedTest
    @ValueSource(strings = {"j=0", "j=", "j", "j=0)%3Balert(1)//", "j=0&j=1", "%6a=0", "j=___eio"})
    void b04_jsonp_doesNotExist(String parameter) {
        var session = url.poll();
        for (var query : new String[] {POLLING + "&" + parameter, session.query() + "&" + parameter}) {
            for (var method : new String[] {"GET", "POST"}) {
                var answer = url.exchange(method, query, "");
                assertThat(answer.status()).isEqualTo(400);
                assertThat(answer.body()).isEqualTo("{\"code\":0,\"message\":\"Transport unknown\"}");
                assertThat(answer.header("content-type")).isEqualTo("application/json");
                assertThat(answer.header("x-content-type-options")).isEqualTo("nosniff");
            }
        }
        session.proveAlive();
    }

    /** Query and code: 0 transport, 1 sid, 2 method, 3 bad request, 5 revision. */
    static List<String> oddQueries() {
        var odd = new ArrayList<>(List.of(
                "|0",
                "&|0",
                "=|0",
                "EIO|0",
                "EIO=4&transport|0",
                "EIO=4&transport[]=polling|0",
                "EIO=4&transport[0]=polling|0",
                "EIO=4&transport.x=polling|0",
                "EIO=4&Transport=polling|0",
                "EIO=4&transport=polling%00|0",
                "EIO=4&transport=%00|0",
                "EIO=4&transport=polling%20|0",
                "EIO=4&transport=+polling|0",
                "EIO=4&transport=polling%0d%0aX:%20y|0",
                "EIO=4&transport=polling,polling|0",
                "EIO=4&transport=polling;x|0",
                "EIO=4&transport=Polling|0",
                "EIO=4&transport=hasOwnProperty|0",
                "EIO=4&transport=toString|0",
                "EIO=4&transport=__proto__|0",
                "EIO=4&transport=polling&transport=|0",
                "EIO=4&transport=polling&transport=__proto__|0",
                "EIO=4&transport=%F0%9F%98%80|0",
                "EIO=4&transport=%ff%fe|0",
                "EIO=4&transport=%|0",
                "EIO=4&transport=%2|0",
                "EIO=4&transport=" + "p".repeat(3000) + "|0",
                POLLING + "&sid|1",
                POLLING + "&sid=%00|1",
                POLLING + "&sid=constructor|1",
                POLLING + "&sid=toString|1",
                POLLING + "&sid=../../etc/passwd|1",
                POLLING + "&sid=%2e%2e%2f|1",
                POLLING + "&sid=%0d%0aSet-Cookie:%20a=b|1",
                POLLING + "&sid=%27%20OR%201=1--|1",
                POLLING + "&sid=$%7Bjndi:ldap://127.0.0.1:1/a%7D|1",
                POLLING + "&sid=%F0%9F%98%80|1",
                POLLING + "&sid=a&sid=b|1",
                POLLING + "&sid=" + "s".repeat(3000) + "|1",
                POLLING + "&sid=" + "%41".repeat(1000) + "|1",
                "transport=websocket&EIO=4&sid=x|1",
                "transport=websocket&EIO=4|3",
                "transport=websocket&EIO=3|3",
                "transport=polling|5",
                "transport=polling&EIO|5",
                "transport=polling&EIO=|5",
                "transport=polling&EIO=%34%00|5",
                "transport=polling&EIO=04|5",
                "transport=polling&EIO=+4|5",
                "transport=polling&EIO=4%20|5",
                "transport=polling&EIO=0x4|5",
                "transport=polling&EIO=4e0|5",
                "transport=polling&EIO=-4|5",
                "transport=polling&EIO=NaN|5",
                "transport=polling&EIO=%D9%A4|5",
                "transport=polling&EIO=99999999999999999999|5",
                "transport=polling&EIO[]=4|5",
                "transport=polling&eio=4|5",
                "transport=polling&EIO=4&EIO=|5",
                "transport=polling&EIO=" + "4".repeat(3000) + "|5"));
        assertThat(odd).hasSize(60);
        return odd;
    }

    @ParameterizedTest
    @MethodSource("oddQueries")
    void b05_oddQuery_isRefusedAsTheReferenceDoes(String queryAndCode) {
        int bar = queryAndCode.lastIndexOf('|');
        var messages = List.of(
                "Transport unknown", "Session ID unknown", "", "Bad request", "", "Unsupported protocol version");
        int code = Integer.parseInt(queryAndCode.substring(bar + 1));

        var answer = url.exchange("GET", queryAndCode.substring(0, bar), "");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).isEqualTo("{\"code\":" + code + ",\"message\":\"" + messages.get(code) + "\"}");
        assertThat(answer.headers()).doesNotContainKeys("set-cookie", "x");
    }

    @ParameterizedTest
    @ValueSource(strings = {"EIO=3&", "", "EIO=4.0&", "EIO=&", "EIO=5&", "EIO=4&EIO=3&"})
    void b06_upgradeInAnotherRevision_isRefusedAndTheSessionLives(String revision) {
        var session = url.poll();

        try (var socket = WebSocketConnection.attempt(url, revision + "transport=websocket&sid=" + session.sid())) {
            assertThat(socket.handshake().status()).isEqualTo(400);
        }

        session.proveAlive();
    }

    @Test
    void b07_refusedUpgrades_thatAreResetAtOnce_doNoHarm() {
        for (int i = 0; i < Intensity.of(200, 2000); i++) {
            var connection = HttpConnection.open(server);
            connection.head(
                    "GET",
                    url.target(i % 2 == 0 ? "EIO=4&transport=carrier-pigeon" : WEBSOCKET + "&sid=" + i),
                    "Connection: Upgrade",
                    "Upgrade: websocket",
                    "Sec-WebSocket-Version: 13",
                    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==");
            connection.reset();
        }
        Bystander.isServed(url);
    }

    @Test
    void b09_tooManyHeaders_areNoFaultOfTheServer() {
        var many = new String[2001];
        for (int i = 0; i < 2000; i++) {
            many[i] = "X-" + i + ": " + i;
        }
        many[2000] = "Upgrade: websocket";
        refusedByTheContainer(many);
        refusedByTheContainer("X-Long: " + "x".repeat(64 * 1024), "Connection: Upgrade", "Upgrade: websocket");
        Bystander.isServed(url);
    }

    private void refusedByTheContainer(String... headers) {
        try (var connection = HttpConnection.open(server)) {
            try {
                connection.head("GET", url.target(WEBSOCKET), headers);
                assertThat(connection.answer().status()).isBetween(400, 499);
            } catch (UncheckedIOException hungUp) {
                return;
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"HEAD", "TRACE", "PUT", "DELETE", "PATCH", "OPTIONS", "GETT", "FOO"})
    void b11_otherMethods_takeNothingFromASession(String method) {
        var session = url.poll();
        session.send("40/one,\u001e40/two,\u001e40/three,");

        var answer = url.exchange(method, session.query(), method.equals("PUT") ? "1" : "", "X-Secret: echo-me-not");

        assertThat(answer.status())
                .as("a container may not let a TRACE come so far")
                .isIn(405, 501, 403);
        assertThat(answer.body()).doesNotContain("echo-me-not");
        assertThat(session.poll())
                .isEqualTo("44/one,{\"message\":\"Invalid namespace\"}\u001e44/two,{\"message\":\"Invalid namespace\"}"
                        + "\u001e44/three,{\"message\":\"Invalid namespace\"}");
        session.proveAlive();
    }

    @Test
    void b12_bodies_areNoParameters() {
        var session = url.poll();
        var other = url.poll();

        var form = url.exchange(
                "POST",
                POLLING,
                "sid=" + session.sid() + "&transport=polling",
                "Content-Type: application/x-www-form-urlencoded");
        assertThat(form.body()).isEqualTo("{\"code\":2,\"message\":\"Bad handshake method\"}");

        var both = url.exchange(
                "POST",
                other.query(),
                "sid=" + session.sid(),
                "Content-Type: application/x-www-form-urlencoded; charset=UTF-8");
        assertThat(both.body())
                .as("no packet, but read as one of the session in the query")
                .isEqualTo("ok");
        other.proveGone();
        session.proveAlive();
    }

    @Test
    void b12_hugeMultipart_isRefusedBeforeItIsRead() {
        var session = url.poll();
        try (var connection = HttpConnection.open(server)) {
            connection.head(
                    "POST",
                    url.target(session.query()),
                    "Content-Type: multipart/form-data; boundary=x",
                    "Content-Length: 50000000");
            connection.write(ascii("--x\r\nContent-Disposition: form-data; name=\"sid\"\r\n\r\nother\r\n"));

            assertThat(connection.answer().status()).isEqualTo(413);
        }
        session.proveAlive();
    }

    @Test
    void b14_idsOfSessionsAndSockets_areNeverTheSame() {
        var ids = new HashSet<String>();
        int count = Intensity.of(100, 10_000);
        for (int i = 0; i < count; i++) {
            var session = url.poll();
            assertThat(session.sid()).matches("[A-Za-z0-9_-]{20}");
            session.send("40{\"name\":\"guest" + i + "\",\"user\":\"somebody-who-chats-" + i + "\"}");
            var answer = session.poll();
            var connected = SOCKET_ID.matcher(answer);
            assertThat(connected.find()).as(answer).isTrue();
            session.send("41"); // the chat is not for so many guests at once
            ids.add(session.sid());
            ids.add(connected.group(1));
        }
        assertThat(ids).hasSize(2 * count);
    }

    @Test
    void b17_bodyOverTheLimit_isRefusedAtItsHeader() {
        var session = url.poll();
        for (var length : new String[] {"1000001", "1500000", "2147483648", "9223372036854775807"}) {
            try (var connection = HttpConnection.open(server)) {
                connection.head("POST", url.target(session.query()), TEXT, "Content-Length: " + length);

                assertThat(connection.answer().status()).as(length).isEqualTo(413);
            }
        }
        session.proveAlive();
    }

    @Test
    void b17_bodyInChunksWithoutEnd_isCutAtTheLimit() {
        var session = url.poll();
        var chunk = ascii("186a0\r\n" + "4".repeat(100_000) + "\r\n");
        try (var connection = HttpConnection.open(server)) {
            connection.head("POST", url.target(session.query()), TEXT, "Transfer-Encoding: chunked");
            for (int sent = 0; sent < Intensity.of(200, 1000); sent++) {
                try {
                    connection.write(chunk);
                } catch (UncheckedIOException hungUp) {
                    break;
                }
            }
        }
        session.proveAlive();
        Bystander.isServed(url);
    }

    @Test
    void b17_bodyShorterThanDeclared_closesTheSession() {
        var session = url.poll();
        try (var connection = HttpConnection.open(server)) {
            connection.head("POST", url.target(session.query()), TEXT, "Content-Length: 1000");
            connection.write(ascii("40/nowhere,"));
        }
        session.proveCut();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "+1", "1e3", "0x10", "abc", "99999999999999999999"})
    void b17_lengthThatIsNone_isRefused(String length) {
        var session = url.poll();
        try (var connection = HttpConnection.open(server)) {
            connection.head("POST", url.target(session.query()), TEXT, "Content-Length: " + length);
            var statuses = statuses(connection.remaining(10_000));
            if (Product.isOnLiberty()) {
                assertThat(statuses)
                        .as("Open Liberty takes another length for it")
                        .hasSizeLessThanOrEqualTo(1);
                return;
            }
            assertThat(statuses).first().isIn(400, 413);
        }
        session.proveAlive();
    }

    @Test
    void b18_postsOfBytes_leaveNothingOpen() {
        for (int i = 0; i < Intensity.of(100, 10_000); i++) {
            var session = url.poll();
            try (var connection = HttpConnection.open(server)) {
                connection.request(
                        "POST", url.target(session.query()), "40/nowhere,", "Content-Type: application/octet-stream");
                assertThat(connection.answer().status()).isEqualTo(400);
            }
            session.proveGone();
        }
        Bystander.isServed(url);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "deflate", "br", "zstd", "x-gzip", "GZIP", "gzip, gzip", "identity, gzip"})
    void b20_compressedBody_isNotTouched(String encoding) {
        var session = url.poll();
        for (int i = 0; i < Intensity.of(10, 1000); i++) {
            var answer = session.post("\u001f\u008b\b" + "0".repeat(1000), TEXT, "Content-Encoding: " + encoding);
            assertThat(answer.status()).isEqualTo(415);
        }
        session.proveAlive();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u001e", "\n", "4\u001e", "\u001e4"})
    void b21_bodyOfSeparators_isRefusedAtTheFirst(String unit) {
        for (int i = 0; i < Intensity.of(3, 100); i++) {
            var session = url.poll();
            session.send(unit.repeat(1_000_000 / unit.length()));
            session.proveGone();
        }
        Bystander.isServed(url);
    }

    @Test
    void b23_twoPollsAtOnce_areBothAnswered_andNoMessageTwice() {
        for (int i = 0; i < Intensity.of(100, 1000); i++) {
            var session = url.poll();
            session.send("40/nowhere,");
            var bodies = new StringBuilder();
            try (var one = session.startGet();
                    var two = session.startGet()) {
                session.post("1"); // for the second one, if it came after the first was answered
                for (var answer : List.of(one.answer(), two.answer())) {
                    assertThat(answer.status()).isIn(200, 400);
                    bodies.append(answer.body());
                }
            }
            assertThat(bodies.toString().split("44/nowhere", -1)).hasSizeLessThanOrEqualTo(2);
        }
    }

    @Test
    void b23_twoPostsAtOnce_areBothAnswered_andNoMessageTwice() throws Exception {
        for (int i = 0; i < Intensity.of(100, 1000); i++) {
            var session = url.poll();
            for (var answer : atOnce(() -> session.post("40/one,", TEXT), () -> session.post("40/two,", TEXT))) {
                assertThat(answer.status()).isIn(200, 400);
            }
            var body = session.get().body();
            for (var name : new String[] {"44/one", "44/two"}) {
                assertThat(body.split(name, -1)).as(body).hasSizeLessThanOrEqualTo(2);
            }
        }
    }

    /** B24: broken in four ways, in turn. */
    @Test
    void b24_brokenUpgrades_loseNothing() {
        for (int i = 0; i < Intensity.of(100, 1000); i++) {
            var session = url.poll();
            session.send("40/before,");
            try (var socket = url.webSocket(WEBSOCKET + "&sid=" + session.sid())) {
                switch (i % 4) {
                    case 0 -> socket.send("2probe");
                    case 1 -> {
                        socket.send("2probe");
                        socket.expect("3probe");
                        socket.send("2probe");
                    }
                    case 2 -> {
                        socket.send("2probe");
                        socket.expect("3probe");
                        socket.send("40/lost,");
                    }
                    default -> socket.send("4hello");
                }
                socket.reset();
            }
            session.send("40/after,");
            var received = new StringBuilder();
            while (!received.toString().contains("44/after")) {
                received.append(session.poll());
            }
            assertThat(received.toString().split("44/before", -1)).hasSize(2);
            assertThat(received.toString().split("44/after", -1)).hasSize(2);
        }
        Bystander.isServed(url);
    }

    /** What a front end might read as another number of requests than the server; the answer to each has to be one. */
    static List<String> smugglers() {
        var hidden = "GET /hidden HTTP/1.1\r\nHost: h\r\n\r\n";
        var chunked = "Transfer-Encoding: chunked\r\n";
        return List.of(
                "Content-Length: 3\r\n" + chunked + "\r\n0\r\n\r\n" + hidden,
                chunked + "Content-Length: 5\r\n\r\n0\r\n\r\n" + hidden,
                "Content-Length: 1\r\nContent-Length: 5\r\n\r\n30\r\n\r\n" + hidden,
                "Content-Length: +1\r\n\r\n3" + hidden,
                "Content-Length: 1, 5\r\n\r\n3" + hidden,
                "Transfer-Encoding: xchunked\r\n\r\n1\r\n3\r\n0\r\n\r\n" + hidden,
                "Transfer-Encoding: chunked, identity\r\n\r\n1\r\n3\r\n0\r\n\r\n" + hidden,
                chunked + "\r\n-1\r\n3\r\n0\r\n\r\n" + hidden,
                chunked + "\r\n1 \n3\n0\n\n" + hidden,
                chunked + "\r\nfffffffffffffffff1\r\n3\r\n0\r\n\r\n" + hidden,
                chunked + chunked + "\r\n1\r\n3\r\n0\r\n\r\n" + hidden,
                "Content-Length: \r\n\r\n3" + hidden);
    }

    @ParameterizedTest
    @MethodSource("smugglers")
    void b25_ambiguousRequest_isAnsweredOnce(String rest) {
        var session = url.poll();
        try (var connection = HttpConnection.open(server)) {
            connection.write(
                    ascii("POST " + url.target(session.query()) + " HTTP/1.1\r\nHost: h\r\n" + TEXT + "\r\n" + rest));
            var statuses = statuses(connection.remaining(10_000));
            // nothing in an application can tell that Open Liberty has repaired the length
            boolean repaired = Product.isOnLiberty() && rest.matches("(?s)Content-Length: (\\+1|1, 5|)\r\n.*");
            assertThat(statuses).hasSizeLessThanOrEqualTo(repaired ? 2 : 1);
        }
        Bystander.isServed(url);
    }

    @Test
    void b25_chunkExtensionsAndTrailers_areIgnored() {
        var session = url.poll();
        try (var connection = HttpConnection.open(server)) {
            connection.head("POST", url.target(session.query()), TEXT, "Transfer-Encoding: chunked");
            connection.write(ascii("b;a=\"b\";c\r\n40/nowhere,\r\n0;x\r\nsid: other\r\nContent-Length: 5\r\n\r\n"));
            assertThat(connection.answer().body()).isEqualTo("ok");
        }
        // on a connection of its own: Open Liberty may close the one that brought trailers
        assertThat(session.poll()).isEqualTo("44/nowhere,{\"message\":\"Invalid namespace\"}");
    }

    @Test
    void b28_whatClientsSend_isInNoHeader() {
        var odd = List.of(
                "Cookie: io=\"a\\\"b\"; x=\r", "Cookie: io=reflect-me; $Version=1", "X-Forwarded-Host: reflect-me");
        for (var header : odd) {
            for (var query : new String[] {
                POLLING + "&t=%0d%0aSet-Cookie:%20reflect-me=1", POLLING + "&reflect-me", "sid=reflect-me%0a"
            }) {
                var answer = url.exchange("GET", query, "", header.strip());
                assertThat(answer.headers().toString()).doesNotContain("reflect-me");
                assertThat(answer.headers()).doesNotContainKey("set-cookie");
            }
        }
    }

    /** B41: answers of many clients that come, go and hang up at the same time never get mixed up. */
    @Test
    void b41_racingPolls_getTheirOwnAnswersOnly() throws Exception {
        int clients = 8;
        int rounds = Intensity.of(100, 12_500);
        var pool = Executors.newFixedThreadPool(clients);
        try {
            var running = new ArrayList<Future<?>>();
            for (int client = 0; client < clients; client++) {
                int number = client;
                running.add(pool.submit(() -> raceAsClient(number, rounds)));
            }
            for (var run : running) {
                run.get(10, TimeUnit.MINUTES);
            }
        } finally {
            pool.shutdownNow();
        }
        Bystander.isServed(url);
    }

    private void raceAsClient(int client, int rounds) {
        var session = url.poll();
        for (int round = 0; round < rounds; round++) {
            var canary = "canary-" + client + "-" + round + "-";
            try (var poll = session.startGet()) {
                if (round % 3 == 0) {
                    session.post("40/" + canary + ",", TEXT);
                    poll.reset();
                    session.post("1", TEXT);
                    session = url.poll();
                } else {
                    session.send("40/" + canary + ",");
                    var found = CANARY.matcher(poll.answer().body());
                    assertThat(found.find()).isTrue();
                    assertThat(found.group()).isEqualTo(canary);
                    assertThat(found.find()).isFalse();
                }
            }
        }
    }

    private static List<HttpAnswer> atOnce(Callable<HttpAnswer> one, Callable<HttpAnswer> other) throws Exception {
        var pool = Executors.newFixedThreadPool(2);
        try {
            var answers = new ArrayList<HttpAnswer>();
            for (var running : pool.invokeAll(List.of(one, other))) {
                answers.add(running.get());
            }
            return answers;
        } finally {
            pool.shutdownNow();
        }
    }

    /** Of all answers that came one after the other. */
    private static List<Integer> statuses(byte[] received) {
        return Pattern.compile("HTTP/1\\.1 (\\d{3})")
                .matcher(new String(received, StandardCharsets.ISO_8859_1))
                .results()
                .map(status -> Integer.valueOf(status.group(1)))
                .toList();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
