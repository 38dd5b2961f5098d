package io.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.testing.Fact;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sessions by long-polling: what goes well, and what a client does wrong. */
class EnginePollingIT extends OnProduct {
    private static final String TEXT = "Content-Type: text/plain;charset=UTF-8";
    private static final int LIMIT = 1_000_000;

    @Fact({"1.2 answer to a GET", "1.3 first answer"})
    @Test
    void handshake_tellsTheClientWhatToExpect() {
        var answer = url.exchange("GET", "EIO=4&transport=polling&t=abc", "");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body())
                .matches("0\\{\"sid\":\"[\\w-]{20}\",\"upgrades\":\\[\"websocket\"],\"pingInterval\":25000,"
                        + "\"pingTimeout\":20000,\"maxPayload\":1000000}");
        assertThat(answer.header("content-type").replace(" ", "")).isEqualToIgnoringCase("text/plain;charset=UTF-8");
        assertThat(answer.header("cache-control")).isEqualTo("no-store");
        assertThat(answer.header("content-length")).isEqualTo("" + answer.body().length());
        assertThat(answer.headers()).doesNotContainKeys("set-cookie", "access-control-allow-origin");
    }

    @Fact("1.2 answer to a POST")
    @Test
    void post_isAnsweredAsTheReferenceDoes() {
        var session = url.poll();

        var answer = session.post("40/nowhere,", TEXT);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("ok");
        assertThat(answer.header("content-type")).startsWith("text/html");
        assertThat(answer.header("content-length")).isEqualTo("2");
        assertThat(answer.header("cache-control")).isEqualTo("no-store");
    }

    @Test
    void severalPackets_inOneBody_areAnsweredInOrder() {
        var session = url.poll();

        session.send("40/eins,\u001e40/zwei,{\"a\":\"ü€😀\"}\u001e40/drei,");

        assertThat(session.poll())
                .isEqualTo("44/eins,{\"message\":\"Invalid namespace\"}\u001e"
                        + "44/zwei,{\"message\":\"Invalid namespace\"}\u001e"
                        + "44/drei,{\"message\":\"Invalid namespace\"}");
    }

    @Fact("1.3 GET and POST at once")
    @Test
    void poll_thatWaits_isAnsweredByWhatAPostCauses() {
        var session = url.poll();
        try (var waiting = session.startGet()) {
            session.send("40/nowhere,");

            assertThat(waiting.answer().body()).isEqualTo("44/nowhere,{\"message\":\"Invalid namespace\"}");
        }
    }

    @Test
    void text_beyondTheBasicPlane_comesBackUnharmed() {
        var session = url.poll();

        session.send("40/ü€😀,");

        assertThat(session.poll()).isEqualTo("44/ü€😀,{\"message\":\"Invalid namespace\"}");
    }

    @Fact({"1.3 second GET while one waits", "1.2 400 at an overlap"})
    @Test
    void secondPoll_atTheSameTime_closesTheSession() {
        var session = url.poll();
        try (var one = session.startGet();
                var two = session.startGet()) {
            var answers = new HttpAnswer[] {one.answer(), two.answer()};
            int refused = answers[0].status() == 400 ? 0 : 1;

            assertThat(answers[refused].status()).isEqualTo(400);
            assertThat(answers[refused].body()).isEmpty();
            assertThat(answers[refused].headers()).doesNotContainKey("content-type");
            assertThat(answers[1 - refused].status()).isEqualTo(200);
            assertThat(answers[1 - refused].body()).isEqualTo("1");
        }
        session.proveGone();
    }

    @Fact({"1.3 second POST while one is read", "1.2 400 at an overlap"})
    @Test
    void secondPost_whileOneIsRead_closesTheSession() {
        var session = url.poll();
        try (var slow = HttpConnection.open(server)) {
            slow.head("POST", url.target(session.query()), TEXT, "Content-Length: 100", "Expect: 100-continue");
            assertThat(slow.answerWithoutBody().status())
                    .as("the server has taken the request")
                    .isEqualTo(100);

            var second = session.post("3");
            for (int i = 0; i < 100 && second.status() == 200; i++) {
                // a container may say so before the servlet has begun, as Open Liberty does now and then
                second = session.post("3");
            }

            assertThat(second.status()).isEqualTo(400);
            assertThat(second.body()).isEmpty();
            session.proveGone();
        }
    }

    @Fact("1.3 POST aborted")
    @Test
    void post_abortedInTheMiddle_closesTheSession() {
        assertThat(whatAPollGets(session -> {
                    try (var aborted = HttpConnection.open(server)) {
                        aborted.head("POST", url.target(session.query()), TEXT, "Content-Length: 100");
                        aborted.write("40/now".getBytes(StandardCharsets.US_ASCII));
                    }
                }))
                .isEqualTo("1");
    }

    @Fact("1.3 waiting GET aborted")
    @Test
    void poll_thatIsAborted_endsTheSessionWithTheNextOne() {
        var session = url.poll();
        var aborted = session.startGet();
        session.send("3");
        aborted.close();

        var next = session.get();

        // the aborted one may be the later one to arrive, and a container may tell that it was aborted
        assertThat(next.body()).isIn("", "1", "{\"code\":1,\"message\":\"Session ID unknown\"}");
        session.proveGone();
    }

    @Fact({"1.3 POST over the limit", "1.2 413"})
    @Test
    void post_overTheLimit_declared_isRefusedAndTheSessionLives() {
        var session = url.poll();
        try (var connection = HttpConnection.open(server)) {
            connection.head("POST", url.target(session.query()), TEXT, "Content-Length: " + (LIMIT + 1));

            tooLarge(connection.answer());
        }
        session.proveAlive();
    }

    @Fact({"1.3 POST over the limit", "1.2 413"})
    @Test
    void post_overTheLimit_inChunks_isRefusedAndTheSessionLives() {
        var session = url.poll();
        try (var connection = HttpConnection.open(server)) {
            connection.head("POST", url.target(session.query()), TEXT, "Transfer-Encoding: chunked");
            var chunk = ("186a0\r\n" + "4".repeat(100_000) + "\r\n").getBytes(StandardCharsets.US_ASCII);
            for (int i = 0; i < LIMIT / 100_000; i++) {
                connection.write(chunk);
            }
            connection.write("1\r\n4\r\n".getBytes(StandardCharsets.US_ASCII));

            tooLarge(connection.answer());
        }
        session.proveAlive();
    }

    @Test
    void post_exactlyAtTheLimit_isTaken() {
        var session = url.poll();
        var head = "40/nowhere,{\"a\":\"";
        var tail = "\"}";

        session.send(head
                + "é".repeat((LIMIT - head.length() - tail.length()) / 2)
                + "e".repeat((LIMIT - head.length() - tail.length()) % 2)
                + tail);

        assertThat(session.poll()).isEqualTo("44/nowhere,{\"message\":\"Invalid namespace\"}");
    }

    @Fact("1.3 POST that is no payload")
    @ParameterizedTest
    @ValueSource(
            strings = {"", "garbage", "4\u001e", "\u001e4", "9", "abc\u001e40/nowhere,", "b*not base64*", "\u0000"})
    void post_thatIsNoEngineIo_isTakenAndClosesTheSession(String body) {
        assertThat(whatAPollGets(session -> {
                    session.send(body);
                    session.proveGone();
                }))
                .isEqualTo("1");
    }

    @Fact({"1.3 server closes while no GET waits", "1.10 violation is not explained to the client"})
    @ParameterizedTest
    @ValueSource(
            strings = {
                "4x",
                "42{}",
                "42[]",
                "43\"x\"",
                "47",
                "42[\"disconnect\"]",
                "42[\"x\"]",
                "451-[\"x\"]\u001e42[1]",
                "40/a,{",
                "40,{}",
                "450-[\"x\"]",
                "4",
                "b",
                "41",
                "44{\"message\":\"x\"}"
            })
    void post_thatIsNoSocketIo_isTakenAndClosesTheSession(String body) {
        var session = url.poll();

        session.send(body);

        assertThat(session.poll()).isEqualTo("1");
        session.proveGone();
    }

    @Fact("1.3 POST of bytes in revision 4")
    @ParameterizedTest
    @ValueSource(strings = {"application/octet-stream", "application/octet-stream; x=y"})
    void post_ofBytes_isRefusedAndClosesTheSession(String type) {
        var session = url.poll();

        var answer = session.post("40/nowhere,", "Content-Type: " + type);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).isEmpty();
        session.proveGone();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"application/x-www-form-urlencoded", "application/json", "text/plain", "multipart/form-data"})
    void post_ofAnyOtherType_isRead(String type) {
        var session = url.poll();

        assertThat(session.post("40/nowhere,", "Content-Type: " + type).status())
                .isEqualTo(200);

        assertThat(session.poll()).isEqualTo("44/nowhere,{\"message\":\"Invalid namespace\"}");
    }

    @Test
    void post_withoutType_isRead() {
        var session = url.poll();

        assertThat(session.post("40/nowhere,").status()).isEqualTo(200);

        assertThat(session.poll()).isEqualTo("44/nowhere,{\"message\":\"Invalid namespace\"}");
    }

    @Test
    void post_compressed_isRefusedAndTheSessionLives() {
        var session = url.poll();

        var answer = session.post("40/nowhere,", TEXT, "Content-Encoding: gzip");

        assertThat(answer.status()).isEqualTo(415);
        session.proveAlive();
    }

    @Fact({"1.3 other methods in a session", "1.2 another method"})
    @ParameterizedTest
    @ValueSource(strings = {"HEAD", "PUT", "DELETE", "OPTIONS", "PATCH", "PROPFIND"})
    void otherMethods_areRefusedWithoutSideEffects(String method) {
        var session = url.poll();
        session.send("40/nowhere,");

        var answer = url.exchange(method, session.query(), "");

        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.body()).isEmpty();
        assertThat(answer.headers()).doesNotContainKey("content-type");
        assertThat(session.poll()).isEqualTo("44/nowhere,{\"message\":\"Invalid namespace\"}");
        session.proveAlive();
    }

    @Fact("1.3 POST of the close packet")
    @Test
    void closePacket_endsTheSessionAndLetsThePollGo() {
        assertThat(whatAPollGets(session -> {
                    session.send("1");
                    session.proveGone();
                }))
                .isEqualTo("6");
    }

    @Fact("1.3 heartbeat in the wrong direction")
    @Test
    void ping_ofAClient_closesTheSession() {
        var session = url.poll();

        session.send("2");

        session.proveGone();
    }

    @Fact("1.3 server closes while a GET waits")
    @Test
    void sessionClosedByTheServer_whilePolling_isTold() {
        assertThat(whatAPollGets(session -> session.send("47"))).isEqualTo("1");
    }

    /** What a waiting poll is answered with; again with a new session when the poll was the later one to arrive. */
    private String whatAPollGets(Consumer<PollingSession> meanwhile) {
        var body = "";
        for (int attempt = 0; attempt < 20 && (body.isEmpty() || body.contains("\"code\":1")); attempt++) {
            var session = url.poll();
            try (var waiting = session.startGet()) {
                meanwhile.accept(session);
                body = waiting.answer().body();
            }
        }
        return body;
    }

    private static void tooLarge(HttpAnswer answer) {
        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.body()).isEmpty();
        assertThat(answer.headers()).doesNotContainKey("content-type");
    }
}
