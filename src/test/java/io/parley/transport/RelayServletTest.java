package io.parley.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.engine.EngineOptions;
import io.parley.kernel.Limit;
import io.parley.testing.MemoryNetwork;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Over real HTTP: sessions of the first node, whose requests come to the second. */
final class RelayServletTest {
    private static final String POLLING = "EIO=4&transport=polling";
    private static final String UNKNOWN = "{\"code\":1,\"message\":\"Session ID unknown\"}";

    private final BlockingQueue<String> ends = new LinkedBlockingQueue<>();
    private final BlockingQueue<Throwable> failures = new LinkedBlockingQueue<>();
    private final MemoryNetwork network = new MemoryNetwork(failures::add);
    private Endpoint owner;
    private Endpoint door;

    @BeforeEach
    void start() throws Exception {
        owner = Endpoint.node(network.join(), RelayServletTest::options, ends::add);
        door = Endpoint.node(network.join(), RelayServletTest::options, ends::add);
    }

    private static void options(EngineOptions.Builder options) {
        options.maxPayloadBytes(900_000).maxQueuedBytes(2_000_000);
    }

    @AfterEach
    void stop() throws Exception {
        owner.stop();
        door.stop();
        assertThat(failures).isEmpty();
    }

    @Test
    void pollThatWaits_isAnsweredWhenThereIsSomething() throws Exception {
        var own = "/?" + POLLING + "&sid=" + owner.open(POLLING);
        try (var waiting = door.start("GET", own)) {
            assertThat(owner.request("POST", own, "4hi").text()).isEqualTo("ok");

            var answer = waiting.answer();

            assertThat(answer.text()).isEqualTo("4hi");
            assertThat(answer.header("Cache-Control")).containsExactly("no-store");
            assertThat(answer.header("X-Content-Type-Options")).containsExactly("nosniff");
        }
        assertThat(door.server().size()).isZero();
    }

    @Test
    void bodiesOfAnySize_goThroughTheDoor_andAreCompressedThere() throws Exception {
        var own = "/?" + POLLING + "&sid=" + owner.open(POLLING);
        for (int size : new int[] {1, 1_023, RelayedPost.SMALL, 899_999}) {
            var message = "4" + "x".repeat(size);
            assertThat(door.request("POST", own, message).text()).isEqualTo("ok");
            assertThat(door.get(own).text()).isEqualTo(message);
        }
        var message = "4" + "y".repeat(50_000);
        door.request("POST", own, message);
        var zipped = door.get(own, "Accept-Encoding: gzip");
        assertThat(zipped.header("Content-Encoding")).containsExactly("gzip");
        try (var text = new GZIPInputStream(new ByteArrayInputStream(zipped.body()))) {
            assertThat(new String(text.readAllBytes(), UTF_8)).isEqualTo(message);
        }
    }

    @Test
    void whatTheDoorCanRefuse_itRefuses_andTheSessionLives() throws Exception {
        var own = "/?" + POLLING + "&sid=" + owner.open(POLLING);
        assertThat(door.request("POST", own, "4" + "x".repeat(900_000)).status())
                .isEqualTo(413);
        assertThat(door.request("POST", own, "4hi", "Content-Encoding: gzip").status())
                .isEqualTo(415);
        assertThat(door.request("PUT", own, "4hi").status()).isEqualTo(405);
        assertThat(door.request("POST", own, "4hi").text()).isEqualTo("ok");
        assertThat(ends).isEmpty();
    }

    @Test
    void tooManyAtOneDoor_areRefusedForNow_andCounted() throws Exception {
        var narrow = Endpoint.node(network.join(), options -> options.maxSessions(1), ends::add);
        try (var waiting = narrow.start("GET", "/?" + POLLING + "&sid=" + owner.open(POLLING))) {
            var own = "/?" + POLLING + "&sid=" + owner.open(POLLING);
            var answer = narrow.request("POST", own, "4hi");
            for (int i = 0; i < 1_000 && answer.status() == 200; i++) {
                answer = narrow.request("POST", own, "4hi"); // the poll has not come in yet
            }
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.header("Retry-After")).isNotEmpty();
            assertThat(narrow.server().counters().hits(Limit.RELAYED_REQUESTS)).isOne();
            assertThat(waiting.socket().isClosed()).isFalse();
        } finally {
            narrow.stop();
        }
    }

    @Test
    void bodyWithoutALength_thatIsTooLarge_is413_andTheSessionLives() throws Exception {
        var own = "/?" + POLLING + "&sid=" + owner.open(POLLING);
        try (var post = door.start("POST", own, "Transfer-Encoding: chunked")) {
            var out = post.socket().getOutputStream();
            var chunk = ("186a0\r\n" + "x".repeat(100_000) + "\r\n").getBytes(UTF_8);
            for (int i = 0; i < 10; i++) {
                out.write(chunk);
            }
            assertThat(post.answer().status()).isEqualTo(413);
        }
        assertThat(door.request("POST", own, "4hi").text()).isEqualTo("ok");
    }

    @Test
    void bodyThatIsCutOff_endsTheSession() throws Exception {
        var own = "/?" + POLLING + "&sid=" + owner.open(POLLING);
        try (var post = door.start("POST", own, "Content-Length: 100")) {
            post.socket().getOutputStream().write("4hi".getBytes(UTF_8));
        }
        assertThat(ends.poll(20, TimeUnit.SECONDS))
                .isEqualTo("transport error: data request connection closed prematurely");
        assertThat(door.get(own).text()).isEqualTo(UNKNOWN);
    }

    @Test
    void visitor_isCheckedByTheOwner() throws Exception {
        var own = "/?" + POLLING + "&sid=" + sid(owner.get("/?" + POLLING, "User: ann"));
        assertThat(door.request("POST", own, "4hi").text()).isEqualTo(UNKNOWN);
        assertThat(door.request("POST", own, "4hi", "User: eve").text()).isEqualTo(UNKNOWN);
        assertThat(door.request("POST", own, "4hi", "User: ann").text()).isEqualTo("ok");
    }

    @Test
    void upgradeOfNobody_isRefused_beforeItIsOneIfTheNodeIsUnknown() throws Exception {
        var sid = owner.open(POLLING);
        var upgrade = "/?EIO=4&transport=websocket&sid=";
        var refused = door.upgrade(upgrade + "AAAAAAAAAAAAAAAAAAAAAAAAAAAA");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text()).isEqualTo("Session ID unknown");
        var received = new Received();
        webSocket(upgrade.substring(2) + "A" + sid.substring(1), received);
        assertThat(received.next()).isEqualTo("closed");
        assertThat(received.closeCode()).isEqualTo(1008);
    }

    @Test
    void webSocketAtTheDoor_takesOver() throws Exception {
        var sid = owner.open(POLLING);
        var received = new Received();
        var socket = webSocket("EIO=4&transport=websocket&sid=" + sid, received);
        socket.sendText("2probe", true).get(20, TimeUnit.SECONDS);
        assertThat(received.next()).isEqualTo("3probe");
        socket.sendText("5", true).get(20, TimeUnit.SECONDS);
        var large = "4" + "ä😀".repeat(100_000);
        for (var text : List.of("4hi", large, "4you")) {
            socket.sendText(text, true).get(20, TimeUnit.SECONDS);
            assertThat(received.next()).isEqualTo(text);
        }
        socket.sendBinary(ByteBuffer.wrap(new byte[] {1}), false).get(20, TimeUnit.SECONDS);
        socket.sendBinary(ByteBuffer.wrap(new byte[] {2}), true).get(20, TimeUnit.SECONDS);
        assertThat(received.next()).isEqualTo("0102");
        socket.sendClose(1000, "").get(20, TimeUnit.SECONDS);
        assertThat(ends.poll(20, TimeUnit.SECONDS)).isEqualTo("transport close: closed with 1000");
    }

    @Test
    void doorThatIsDrained_stillHandsRequestsOn_butTakesNoMoreWebSockets() throws Exception {
        var sid = owner.open(POLLING);
        door.server().drain(Duration.ofMinutes(1));

        var refused = door.upgrade("/?EIO=4&transport=websocket&sid=" + sid);
        assertThat(refused.status()).isEqualTo(503);
        assertThat(door.request("POST", "/?" + POLLING + "&sid=" + sid, "4hi").text())
                .isEqualTo("ok");
    }

    private WebSocket webSocket(String query, Received received) throws Exception {
        return HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(URI.create(door.url("/?" + query)), received)
                .get(20, TimeUnit.SECONDS);
    }

    private static String sid(Endpoint.Answer opened) {
        var text = opened.text();
        int start = text.indexOf("\"sid\":\"") + 7;
        return text.substring(start, text.indexOf('"', start));
    }
}
