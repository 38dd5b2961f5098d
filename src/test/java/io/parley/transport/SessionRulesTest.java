package io.parley.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.testing.Fact;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client does wrong, and the reason the application is told: socketio-facts 1.3. */
final class SessionRulesTest {
    private static final int LIMIT = 1000;

    private final BlockingQueue<String> ends = new LinkedBlockingQueue<>();
    private Endpoint endpoint;
    private String own;

    @BeforeEach
    void open() throws Exception {
        endpoint = Endpoint.echo(options -> options.maxPayloadBytes(LIMIT), ends::add);
        own = "/?EIO=4&transport=polling&sid=" + endpoint.open("EIO=4&transport=polling");
    }

    @AfterEach
    void stop() throws Exception {
        endpoint.stop();
    }

    @Fact({"1.3 second GET while one waits", "1.2 400 at an overlap"})
    @Test
    void secondPoll() throws Exception {
        try (var one = endpoint.start("GET", own);
                var two = endpoint.start("GET", own)) {
            var answers = List.of(one.answer(), two.answer());

            assertThat(answers).extracting(Endpoint.Answer::status).containsExactlyInAnyOrder(200, 400);
            assertThat(answers).extracting(Endpoint.Answer::text).containsExactlyInAnyOrder("1", "");
            assertThat(answers).filteredOn(answer -> answer.status() == 400).allSatisfy(SessionRulesTest::assertBare);
        }
        assertEnd("transport error: overlap from client");
    }

    @Fact({"1.3 second POST while one is read", "1.2 400 at an overlap"})
    @Test
    void secondPost() throws Exception {
        try (var slow = endpoint.start("POST", own, "Content-Length: 100", "Expect: 100-continue")) {
            assertThat(slow.answer().status())
                    .as("the server has begun to read")
                    .isEqualTo(100);
            var second = endpoint.request("POST", own, "4hi");

            assertThat(second.status()).isEqualTo(400);
            assertBare(second);
        }
        assertEnd("transport error: data request overlap from client");
    }

    @Fact("1.3 GET and POST at once")
    @Test
    void postWhileAPollWaits() throws Exception {
        try (var poll = endpoint.start("GET", own)) {
            assertThat(endpoint.request("POST", own, "4hi").text()).isEqualTo("ok");
            assertThat(poll.answer().text()).isEqualTo("4hi");
        }
        assertThat(ends).isEmpty();
    }

    @Fact("1.3 POST aborted")
    @Test
    void postAborted() throws Exception {
        try (var aborted = endpoint.start("POST", own, "Content-Length: 100", "Expect: 100-continue")) {
            assertThat(aborted.answer().status())
                    .as("the server has begun to read")
                    .isEqualTo(100);
            aborted.socket().getOutputStream().write("4he".getBytes(StandardCharsets.US_ASCII));
        }
        assertEnd("transport error: data request connection closed prematurely");
    }

    @Fact({"1.3 POST over the limit", "1.2 413"})
    @Test
    void postTooLarge_inBytesThoughNotInCharacters() throws Exception {
        var large = endpoint.request("POST", own, "4" + "é".repeat(LIMIT / 2));
        assertThat(large.status()).isEqualTo(413);
        assertBare(large);

        assertThat(endpoint.request("POST", own, "4" + "e".repeat(LIMIT - 1)).text())
                .isEqualTo("ok");
        assertThat(endpoint.get(own).text()).hasSize(LIMIT);
        assertThat(ends).isEmpty();
    }

    @Fact("1.3 WebSocket message over the limit")
    @Test
    void webSocketMessageTooLarge() throws Exception {
        var code = new CompletableFuture<Integer>();
        var socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(URI.create(endpoint.url("/?EIO=4&transport=websocket")), new WebSocket.Listener() {
                    @Override
                    public @Nullable CompletionStage<?> onClose(WebSocket closed, int status, String reason) {
                        code.complete(status);
                        return null;
                    }
                })
                .get(20, TimeUnit.SECONDS);
        socket.sendText("4" + "x".repeat(LIMIT), true);

        assertThat(code.get(20, TimeUnit.SECONDS)).isEqualTo(1009);
        assertThat(ends.poll(20, TimeUnit.SECONDS)).isEqualTo("transport error: message too big");
    }

    @Fact("1.3 POST that is no payload")
    @ParameterizedTest
    @ValueSource(strings = {"", "garbage", "\u001e4", "b*"})
    void postOfGarbage(String body) throws Exception {
        assertThat(endpoint.request("POST", own, body, "Content-Type: text/plain")
                        .text())
                .isEqualTo("ok");
        assertThat(endpoint.get(own).text()).isEqualTo("{\"code\":1,\"message\":\"Session ID unknown\"}");
        assertThat(ends.poll(20, TimeUnit.SECONDS)).startsWith("parse error: ");
    }

    @Fact("1.3 POST of bytes in revision 4")
    @Test
    void postOfBytes() throws Exception {
        var answer = endpoint.request("POST", own, "4hi", "Content-Type: application/octet-stream");
        assertThat(answer.status()).isEqualTo(400);
        assertBare(answer);
        assertEnd("transport error: invalid content");
    }

    @Fact({"1.3 other methods in a session", "1.2 another method"})
    @ParameterizedTest
    @ValueSource(strings = {"PUT", "DELETE", "PATCH", "OPTIONS"})
    void otherMethods(String method) throws Exception {
        var answer = endpoint.request(method, own, "");
        assertThat(answer.status()).isEqualTo(405);
        assertBare(answer);

        assertThat(endpoint.request("POST", own, "4hi").text()).isEqualTo("ok");
        assertThat(endpoint.get(own).text()).isEqualTo("4hi");
        assertThat(ends).isEmpty();
    }

    @Fact("1.3 POST of the close packet")
    @Test
    void closePacket() throws Exception {
        try (var poll = endpoint.start("GET", own)) {
            assertThat(endpoint.request("POST", own, "4hi").text()).isEqualTo("ok");
            assertThat(poll.answer().text()).isEqualTo("4hi");
        }
        assertThat(endpoint.request("POST", own, "1").text()).isEqualTo("ok");
        assertEnd("transport close: close packet");
    }

    @Fact("1.3 heartbeat in the wrong direction")
    @Test
    void pingOfTheClient() throws Exception {
        assertThat(endpoint.request("POST", own, "2").text()).isEqualTo("ok");
        assertEnd("transport error: invalid heartbeat direction");
    }

    @Fact("1.3 request of a session")
    @Test
    void request_isThatOfTheHandshake_alsoAfterTheUpgrade() throws Exception {
        var opened = endpoint.get("/?EIO=4&transport=polling&who=ada", "X-Who: ada");
        var sid = opened.text().split("\"sid\":\"")[1].split("\"")[0];
        var session = endpoint.server().find(sid).orElseThrow();
        endpoint.request("POST", "/?EIO=4&transport=polling&who=eve&sid=" + sid, "4hi", "X-Who: eve");
        endpoint.upgrade("/?EIO=4&transport=websocket&who=eve&sid=" + sid, "X-Who: eve");

        assertThat(session.request().headers()).containsEntry("x-who", "ada");
        assertThat(session.request().query()).containsEntry("who", "ada");
        assertThat(session.request().query().get("sid")).isNull();
        assertThat(session.request().address()).isEqualTo("127.0.0.1");
    }

    @Test
    void roles_areThoseOfTheHandshake_alsoAfterTheUpgrade() throws Exception {
        var opened = endpoint.get("/?EIO=4&transport=polling", "User: ada", "Role: reader");
        var sid = opened.text().split("\"sid\":\"")[1].split("\"")[0];
        endpoint.request("POST", "/?EIO=4&transport=polling&sid=" + sid, "4hi", "User: ada", "Role: admin");
        assertThat(endpoint.upgrade("/?EIO=4&transport=websocket&sid=" + sid, "User: ada", "Role: admin")
                        .status())
                .isEqualTo(101);

        assertThat(endpoint.server().find(sid).orElseThrow().request().roles()).containsExactly("reader");
    }

    @Test
    void roles_areThoseThatAreDeclared_andOfSomebody() throws Exception {
        for (var headers : List.of(
                new String[] {"User: ada", "Role: undeclared"},
                new String[] {"User: ada"},
                new String[] {"Role: admin"},
                new String[] {"X-Role: admin"})) {
            var opened = endpoint.get("/?EIO=4&transport=polling", headers);
            var sid = opened.text().split("\"sid\":\"")[1].split("\"")[0];
            assertThat(endpoint.server().find(sid).orElseThrow().request().roles())
                    .as(String.join(", ", headers))
                    .isEmpty();
        }
    }

    private void assertEnd(String end) throws Exception {
        assertThat(ends.poll(20, TimeUnit.SECONDS)).isEqualTo(end);
        assertThat(endpoint.get(own).text()).isEqualTo("{\"code\":1,\"message\":\"Session ID unknown\"}");
    }

    private static void assertBare(Endpoint.Answer answer) {
        assertThat(answer.body()).isEmpty();
        assertThat(answer.header("Content-Type")).isEmpty();
    }
}
