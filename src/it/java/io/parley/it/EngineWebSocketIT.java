package io.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.testing.Fact;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sessions by WebSocket: what goes well, and what a client does wrong. */
class EngineWebSocketIT extends OnProduct {
    private static final String QUERY = "EIO=4&transport=websocket";
    private static final int LIMIT = 1_000_000;
    private static final int TOO_BIG = 1009;

    @Test
    void handshake_tellsTheClientWhatToExpect() {
        try (var socket = url.webSocket(QUERY)) {
            assertThat(socket.handshake().headers()).doesNotContainKeys("set-cookie", "sec-websocket-protocol");
            socket.expectText(
                    text -> text.matches("0\\{\"sid\":\"[\\w-]{20}\",\"upgrades\":\\[],\"pingInterval\":25000,"
                            + "\"pingTimeout\":20000,\"maxPayload\":1000000}"));
            socket.proveAlive();
        }
    }

    @Fact("1.5 subprotocol")
    @Test
    void subprotocol_firstOneOffered_isAgreedOn() {
        try (var socket = url.webSocket(QUERY, "Sec-WebSocket-Protocol: one, two", "Sec-WebSocket-Protocol: three")) {
            assertThat(socket.handshake().header("sec-websocket-protocol")).isEqualTo("one");
            socket.expectText(text -> text.startsWith("0{"));
            socket.proveAlive();
        }
    }

    @Test
    void compression_isNotAgreedOn() {
        var offer = "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits";
        try (var socket = url.webSocket(QUERY, offer)) {
            assertThat(socket.handshake().headers()).doesNotContainKey("sec-websocket-extensions");
            assertThat(socket.message().reserved()).isZero();
            socket.proveAlive();
        }
    }

    @Test
    void text_beyondTheBasicPlane_comesBackUnharmed() {
        try (var socket = url.connect()) {
            socket.send("40/ü€😀,");

            socket.expect("44/ü€😀,{\"message\":\"Invalid namespace\"}");
        }
    }

    @Test
    void manyMessages_withoutWaiting_areAnsweredInOrder() {
        try (var socket = url.connect()) {
            for (int i = 0; i < 500; i++) {
                socket.send("40/" + i + ",");
            }
            for (int i = 0; i < 500; i++) {
                socket.expect("44/" + i + ",{\"message\":\"Invalid namespace\"}");
            }
        }
    }

    @Test
    void fragments_makeOneMessage() {
        try (var socket = url.connect()) {
            socket.send(false, WebSocketFrame.TEXT, ascii("40/no"));
            socket.send(false, WebSocketFrame.CONTINUATION, ascii(""));
            socket.send(false, WebSocketFrame.CONTINUATION, ascii("whe"));
            socket.send(true, WebSocketFrame.CONTINUATION, ascii("re,"));

            socket.expect("44/nowhere,{\"message\":\"Invalid namespace\"}");
        }
    }

    @Test
    void fragments_withAPingBetween_makeOneMessage() {
        try (var socket = url.connect()) {
            socket.send(false, WebSocketFrame.TEXT, ascii("40/no"));
            socket.send(true, WebSocketFrame.PING, ascii("?"));
            socket.send(true, WebSocketFrame.CONTINUATION, ascii("where,"));

            var pong = socket.message();
            assertThat(pong.opcode()).isEqualTo(WebSocketFrame.PONG);
            assertThat(pong.text()).isEqualTo("?");
            socket.expect("44/nowhere,{\"message\":\"Invalid namespace\"}");
        }
    }

    @Test
    void fragments_thatCutACharacter_makeOneMessage() {
        Assumptions.assumeFalse(
                "liberty".equals(System.getProperty("arquillian.launch")),
                "Open Liberty reads each fragment as text of its own, and closes with 1007");
        var text = "40/ü€😀,".getBytes(StandardCharsets.UTF_8);
        try (var socket = url.connect()) {
            for (int i = 0; i < text.length; i++) {
                int opcode = i == 0 ? WebSocketFrame.TEXT : WebSocketFrame.CONTINUATION;
                socket.send(i == text.length - 1, opcode, Arrays.copyOfRange(text, i, i + 1));
            }

            socket.expect("44/ü€😀,{\"message\":\"Invalid namespace\"}");
        }
    }

    @Test
    void message_exactlyAtTheLimit_isTaken() {
        var head = "40/nowhere,{\"a\":\"";
        var tail = "\"}";
        try (var socket = url.connect()) {
            socket.send(head + "a".repeat(LIMIT - head.length() - tail.length()) + tail);

            socket.expect("44/nowhere,{\"message\":\"Invalid namespace\"}");
        }
    }

    @Fact("1.3 WebSocket message over the limit")
    @Test
    void text_overTheLimit_isTooBig() {
        try (var socket = url.connect()) {
            socket.send("4".repeat(LIMIT + 1));

            assertThat(socket.closeCode()).isEqualTo(TOO_BIG);
        }
    }

    @Test
    void text_overTheLimitInBytesOnly_isTooBig() {
        try (var socket = url.connect()) {
            socket.send("4" + "é".repeat(LIMIT / 2));

            assertThat(socket.closeCode()).isEqualTo(TOO_BIG);
        }
    }

    @Fact("1.3 WebSocket message over the limit")
    @Test
    void binary_overTheLimit_isTooBig() {
        try (var socket = url.connect()) {
            socket.send(new byte[LIMIT + 1]);

            assertThat(socket.closeCode()).isEqualTo(TOO_BIG);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {WebSocketFrame.TEXT, WebSocketFrame.BINARY})
    void fragments_overTheLimitTogether_areTooBig(int opcode) {
        var fragment = ascii("4".repeat(LIMIT / 10));
        try (var socket = url.connect()) {
            socket.send(false, opcode, fragment);
            for (int i = 0; i < 9; i++) {
                socket.send(false, WebSocketFrame.CONTINUATION, fragment);
            }
            socket.send(false, WebSocketFrame.CONTINUATION, ascii("4"));

            assertThat(socket.closeCode()).as("before the message has ended").isEqualTo(TOO_BIG);
        }
    }

    @Test
    void tooManyFragments_areAViolation() {
        try (var socket = url.connect()) {
            socket.send(false, WebSocketFrame.TEXT, ascii("4"));
            for (int i = 0; i < 20_000; i++) {
                socket.send(false, WebSocketFrame.CONTINUATION, ascii("4"));
            }

            assertThat(socket.closeCode()).isEqualTo(1008);
        }
    }

    @Fact("1.3 close packet on a WebSocket")
    @Test
    void closePacket_isIgnored() {
        try (var socket = url.connect()) {
            socket.send("1");

            socket.proveAlive();
        }
    }

    @Fact({"1.3 server closes a WebSocket", "1.10 violation is not explained to the client"})
    @ParameterizedTest
    @ValueSource(strings = {"", "garbage", "9", "2", "4x", "42[]", "42[\"x\"]", "41", "431[]"})
    void message_thatIsNone_closesTheConnection(String text) {
        try (var socket = url.connect()) {
            socket.send(text);

            var frame = socket.frame();
            assertThat(frame.opcode()).as("nothing is said before").isEqualTo(WebSocketFrame.CLOSE);
            assertThat(frame.closeCode()).isIn(1000, 1005);
        }
    }

    @Test
    void binary_thatNobodyAskedFor_closesTheConnection() {
        try (var socket = url.connect()) {
            socket.send(new byte[] {1, 2, 3});

            assertThat(socket.closeCode()).isIn(1000, 1005);
        }
    }

    @Test
    void polling_inASessionThatBeganByWebSocket_isABadRequest() {
        try (var socket = url.webSocket(QUERY)) {
            var sid = socket.message().text().replaceFirst(".*\"sid\":\"([^\"]+)\".*", "$1");

            for (var method : new String[] {"GET", "POST", "DELETE"}) {
                var answer = url.exchange(method, "EIO=4&transport=polling&sid=" + sid, "");
                assertThat(answer.status()).as(method).isEqualTo(400);
                assertThat(answer.body()).as(method).isEqualTo("{\"code\":3,\"message\":\"Bad request\"}");
            }
            socket.proveAlive();
        }
    }

    @Fact("1.3 second WebSocket of a session")
    @Test
    void secondWebSocket_inTheSameSession_isClosedAndTheFirstLives() {
        try (var socket = url.webSocket(QUERY)) {
            var sid = socket.message().text().replaceFirst(".*\"sid\":\"([^\"]+)\".*", "$1");
            try (var second = url.webSocket(QUERY + "&sid=" + sid)) {
                assertThat(second.closeCode()).isIn(1000, 1005);
            }
            socket.proveAlive();
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
