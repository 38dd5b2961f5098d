package io.parley.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.engine.CloseReason;
import io.parley.engine.EngineListener;
import io.parley.engine.EngineOptions;
import io.parley.engine.EnginePacket;
import io.parley.engine.EngineServer;
import io.parley.engine.Revision;
import io.parley.engine.TextPacket;
import io.parley.kernel.Bytes;
import io.parley.kernel.Limit;
import io.parley.testing.TestClient;
import io.parley.testing.World;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of the parts of messages, and of a message that breaks a rule. */
final class WebSocketConnectionTest {
    private static final int LIMIT = 20;
    private static final String TEXT = "4ä€\uD83D\uDE00 \uFFFD";

    private final List<String> told = new ArrayList<>();
    private final World world = new World();
    private final EngineServer server = new EngineServer(
            EngineOptions.builder().maxPayloadBytes(LIMIT).build(), world.environment(), session -> new Told());
    private final Channel channel = new Channel();
    private final LocalConnection connection = open();

    private LocalConnection open() {
        var opened = new LocalConnection(
                server.options(),
                Revision.V4,
                false,
                transport -> server.open(TestClient.request(Map.of()), Revision.V4, transport),
                Runnable::run);
        channel.sender = opened.opened(channel);
        opened.ready();
        return opened;
    }

    @AfterEach
    void nothingWentWrong() {
        world.assertNoFailures();
    }

    @Test
    void opened_sendsTheHandshake() {
        assertThat(channel.sent).singleElement().asString().startsWith("0{\"sid\":");
    }

    @Test
    void utf8_cutInsideOfCharacters_isOneText() {
        var bytes = TEXT.getBytes(UTF_8);
        for (int at = 0; at <= bytes.length; at++) {
            connection.utf8(Arrays.copyOfRange(bytes, 0, at), false);
            connection.utf8(Arrays.copyOfRange(bytes, at, bytes.length), true);
        }

        assertThat(told).hasSize(bytes.length + 1).containsOnly(TEXT);
    }

    @Test
    void text_inParts_isOneText() {
        connection.text("4", false);
        connection.text("", false);
        connection.text("hi", true);
        connection.text("4you", true);

        assertThat(told).containsExactly("4hi", "4you");
    }

    @Test
    void binary_inParts_isOneMessage() {
        connection.binary(new byte[] {1}, false);
        connection.binary(new byte[] {2, 3}, true);
        connection.binary(new byte[] {4}, true);

        assertThat(told).containsExactly("Bytes[3: 01 02 03]", "Bytes[1: 04]");
    }

    /** A lone continuation byte, one that is missing, an overlong form, half a surrogate pair. */
    @ParameterizedTest
    @ValueSource(strings = {"4\u0080", "4\u00c3", "4\u00c0\u00af", "4\u00ed\u00a0\u0080"})
    void utf8_isNone_isClosedWith1007(String bytesAsLatin1) {
        connection.utf8(bytesAsLatin1.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1), true);

        assertThat(told).containsExactly("transport error: a text that is not UTF-8");
        assertThat(channel.closed).containsExactly(1007);
    }

    @Test
    void message_upToTheLimit_isReceived() {
        connection.utf8(("4" + "ä".repeat((LIMIT - 1) / 2)).getBytes(UTF_8), true);
        connection.binary(new byte[LIMIT], true);

        assertThat(told).hasSize(2);
        assertThat(channel.closed).isEmpty();
    }

    @Test
    void message_overTheLimit_isClosedWith1009_beforeItIsWhole() {
        connection.binary(new byte[LIMIT], false);
        connection.binary(new byte[1], false);

        assertTooBig();
    }

    /** Chars are fewer than bytes. */
    @Test
    void text_overTheLimitInBytes_isClosedWith1009() {
        connection.text("4" + "ä".repeat(LIMIT / 2), true);

        assertTooBig();
    }

    @Test
    void afterABreach_nothingIsReceivedOrCounted() {
        connection.text("4" + "x".repeat(LIMIT), true);
        connection.text("4" + "x".repeat(LIMIT), true);
        connection.text("4hi", true);

        assertTooBig();
    }

    private void assertTooBig() {
        assertThat(told).containsExactly("transport error: message too big");
        assertThat(channel.closed).containsExactly(1009);
        assertThat(server.counters().hits(Limit.PAYLOAD_BYTES)).isEqualTo(1);
    }

    @Test
    void closed_endsTheSession_andClosesNothing() {
        connection.closed(1001);

        assertThat(told).containsExactly("transport close: closed with 1001");
        assertThat(channel.closed).isEmpty();
    }

    @Test
    void failed_endsTheSession_andCloses() {
        connection.failed(new IllegalStateException("gone"));

        assertThat(told)
                .singleElement()
                .asString()
                .startsWith("transport error: ")
                .contains("gone");
        assertThat(channel.closed).containsExactly(1000);
    }

    /** What the session tells the layer above. */
    private final class Told implements EngineListener {
        @Override
        public void message(EnginePacket message) {
            told.add(
                    message instanceof TextPacket text
                            ? text.frame()
                            : message.toString().replaceAll("^BinaryPacket\\[(.*)]$", "$1"));
        }

        @Override
        public void closed(CloseReason reason, String description) {
            told.add(reason + ": " + description);
        }
    }

    /** Sends at once. */
    private static final class Channel implements WebSocketChannel {
        final List<String> sent = new ArrayList<>();
        final List<Integer> closed = new ArrayList<>();
        Sender sender;

        @Override
        public void sendText(TextPacket packet) {
            sendText(packet.utf8().toUtf8());
        }

        @Override
        public void sendText(String text) {
            sent.add(text);
            sender.sent(true);
        }

        @Override
        public void sendBinary(Bytes data) {
            sendText(data.toString());
        }

        @Override
        public void close(int code) {
            closed.add(code);
        }
    }
}
