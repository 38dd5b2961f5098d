package io.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bad input over WebSocket: the rows of the list that begin with B3, and B08; each test is named by its row. */
class SafetyWebSocketIT extends OnProduct {
    private static final String WEBSOCKET = "EIO=4&transport=websocket";
    private static final int FIN = 0x80;
    private static final int PROTOCOL_ERROR = 1002;
    private static final int NO_UTF8 = 1007;
    private static final int TOO_BIG = 1009;

    @RegisterExtension
    static final OutsideCheck CHECK = new OutsideCheck();

    /** What is no WebSocket, and the code that says so. */
    static Stream<Arguments> badFrames() {
        var unmasked = join(
                WebSocketFrame.head(FIN | WebSocketFrame.TEXT, 0, 10),
                "3333333333".getBytes(StandardCharsets.US_ASCII));
        return Stream.of(
                Arguments.of("RSV1", frame(FIN | 0x40 | WebSocketFrame.TEXT, "3"), PROTOCOL_ERROR),
                Arguments.of("RSV2", frame(FIN | 0x20 | WebSocketFrame.TEXT, "3"), PROTOCOL_ERROR),
                Arguments.of("RSV3", frame(FIN | 0x10 | WebSocketFrame.TEXT, "3"), PROTOCOL_ERROR),
                Arguments.of("RSV2 and RSV3", frame(FIN | 0x30 | WebSocketFrame.BINARY, "3"), PROTOCOL_ERROR),
                Arguments.of("RSV on a ping", frame(FIN | 0x40 | WebSocketFrame.PING, "3"), PROTOCOL_ERROR),
                Arguments.of("opcode 3", frame(FIN | 3, "3"), PROTOCOL_ERROR),
                Arguments.of("opcode 7", frame(FIN | 7, "3"), PROTOCOL_ERROR),
                Arguments.of("opcode 11", frame(FIN | 11, "3"), PROTOCOL_ERROR),
                Arguments.of("opcode 15", frame(FIN | 15, "3"), PROTOCOL_ERROR),
                Arguments.of("unmasked", unmasked, PROTOCOL_ERROR),
                Arguments.of("big ping", frame(FIN | WebSocketFrame.PING, "p".repeat(126)), PROTOCOL_ERROR),
                Arguments.of("fragmented ping", frame(WebSocketFrame.PING, "p"), PROTOCOL_ERROR),
                Arguments.of("fragmented close", frame(WebSocketFrame.CLOSE, ""), PROTOCOL_ERROR),
                Arguments.of("stray continuation", frame(FIN | WebSocketFrame.CONTINUATION, "3"), PROTOCOL_ERROR),
                Arguments.of(
                        "message in a message",
                        join(frame(WebSocketFrame.TEXT, "3"), frame(FIN | WebSocketFrame.TEXT, "3")),
                        PROTOCOL_ERROR),
                Arguments.of("close of 1 byte", frame(FIN | WebSocketFrame.CLOSE, "x"), PROTOCOL_ERROR),
                Arguments.of("close with 1006", close(1006), PROTOCOL_ERROR),
                Arguments.of("close with 999", close(999), PROTOCOL_ERROR),
                Arguments.of(
                        "no UTF-8",
                        WebSocketFrame.masked(FIN | WebSocketFrame.TEXT, new byte[] {'4', (byte) 0xc3, (byte) 0x28}),
                        NO_UTF8));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badFrames")
    void b08_badFrame_inTheSegmentOfTheUpgrade_isAProtocolError(String name, byte[] frame, int code) {
        try (var socket = WebSocketConnection.attempt(url, WEBSOCKET, frame)) {
            assertThat(socket.handshake().status()).isEqualTo(101);
            if (!Product.isOnLiberty()) { // which looks at a frame that comes too early when the next one comes
                assertThat(socket.closeCode()).isEqualTo(code);
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badFrames")
    void b08_badFrame_laterOn_isAProtocolError(String name, byte[] frame, int code) {
        try (var socket = url.connect()) {
            socket.proveAlive();
            socket.sendRaw(frame);
            assertThat(socket.closeCode()).isEqualTo(code);
        }
    }

    @Test
    void b31_unknownOpcodeWithAHugeLength_isRefusedBeforeAnythingIsKept() {
        declaredOnly(FIN | 3, 1L << 40, Intensity.of(20, 200));
    }

    @ParameterizedTest
    @ValueSource(longs = {1L << 62, Long.MIN_VALUE, -1L, 1L << 31, 1L << 40})
    void b32_hugeLength_isRefused(long length) {
        for (int opcode : new int[] {WebSocketFrame.TEXT, WebSocketFrame.BINARY, WebSocketFrame.PING}) {
            declaredOnly(FIN | opcode, length, Intensity.of(3, 50));
        }
    }

    /** Sends the heads of frames only. */
    private void declaredOnly(int first, long length, int times) {
        for (int i = 0; i < times; i++) {
            try (var socket = url.connect()) {
                socket.sendRaw(WebSocketFrame.longHead(first, 0x80, length));
                socket.sendRaw(new byte[] {1, 2, 3, 4, 5});
                // Open Liberty takes a negative length for none, or waits for it until the heartbeat ends the session
                if (length >= 0 || !Product.isOnLiberty()) {
                    assertThat(socket.closeCode()).isIn(PROTOCOL_ERROR, TOO_BIG);
                }
            }
        }
        Bystander.isServed(url);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "permessage-deflate",
                "permessage-deflate; server_max_window_bits=10; client_no_context_takeover",
                "permessage-deflate; client_max_window_bits, permessage-deflate",
                "x-webkit-deflate-frame, deflate-stream, permessage-bzip2"
            })
    void b34_compression_isNotAgreedOn_andACompressedFrameIsAnError(String offer) {
        try (var socket = url.webSocket(WEBSOCKET, "Sec-WebSocket-Extensions: " + offer)) {
            assertThat(socket.handshake().headers()).doesNotContainKey("sec-websocket-extensions");
            socket.sendRaw(WebSocketFrame.masked(FIN | 0x40 | WebSocketFrame.TEXT, new byte[] {0x32, 0x04, 0}));
            assertThat(socket.closeCode()).isEqualTo(PROTOCOL_ERROR);
        }
    }

    /** The client closes, hangs up or goes on while the server sends it many messages. */
    @Test
    void b36_closeWhileTheServerSends_mixesNothingUp() {
        var packet = frame(FIN | WebSocketFrame.TEXT, "40/" + "n".repeat(100) + ",");
        var expected = "44/" + "n".repeat(100) + ",{\"message\":\"Invalid namespace\"}";
        var random = new Random();
        for (int i = 0; i < Intensity.of(200, 20_000); i++) {
            try (var socket = url.connect()) {
                var batch = new ByteArrayOutputStream();
                int count = 1 + random.nextInt(50);
                for (int n = 0; n < count; n++) {
                    batch.writeBytes(packet);
                }
                switch (i % 4) {
                    case 0 -> batch.writeBytes(close(1000));
                    case 1 -> batch.writeBytes(frame(FIN | WebSocketFrame.TEXT, "42[\"connect\"]"));
                    case 2 -> batch.writeBytes(frame(FIN | 3, ""));
                    default -> {}
                }
                socket.sendRaw(batch.toByteArray());
                if (i % 4 == 3) {
                    socket.reset();
                } else {
                    assertThat(socket.untilClosed()).allSatisfy(frame -> {
                        assertThat(frame.last()).isTrue();
                        assertThat(frame.reserved()).isZero();
                        assertThat(frame.opcode()).isEqualTo(WebSocketFrame.TEXT);
                        assertThat(frame.text()).isEqualTo(expected);
                    });
                }
            }
        }
        Bystander.isServed(url);
    }

    /** What one client sends and gets never turns up in the frames of another. */
    @Test
    void b39_shortFrames_holdNothingOfOthers() {
        var canary = "SECRET";
        var secret = "40/" + canary.repeat(20) + ",{\"a\":\"" + canary.repeat(10_000) + "\"}";
        for (int i = 0; i < Intensity.of(50, 10_000); i++) {
            try (var rich = url.connect();
                    var poor = url.connect()) {
                rich.send(secret);
                rich.expectText(text -> text.startsWith("44/" + canary));
                poor.send("40/x,");
                poor.expect("44/x,{\"message\":\"Invalid namespace\"}");
                poor.send(true, WebSocketFrame.PING, new byte[] {'p'});
                poor.sendRaw(close(1000));
                assertThat(poor.untilClosed())
                        .allSatisfy(frame -> assertThat(frame.text()).doesNotContain(canary));
            }
        }
    }

    private static byte[] close(int code) {
        return WebSocketFrame.masked(
                FIN | WebSocketFrame.CLOSE,
                ByteBuffer.allocate(2).putShort((short) code).array());
    }

    private static byte[] frame(int first, String payload) {
        return WebSocketFrame.masked(first, payload.getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] join(byte[] one, byte[] two) {
        return ByteBuffer.allocate(one.length + two.length).put(one).put(two).array();
    }
}
