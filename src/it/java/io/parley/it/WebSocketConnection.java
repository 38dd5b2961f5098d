package io.parley.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** A WebSocket whose frames the test makes itself. Reading gives up after 20 s. Confined to one thread. */
final class WebSocketConnection implements AutoCloseable {
    private final HttpConnection connection;
    private final HttpAnswer handshake;

    private WebSocketConnection(HttpConnection connection, HttpAnswer handshake) {
        this.connection = connection;
        this.handshake = handshake;
    }

    static WebSocketConnection open(EngineUrl url, String query, String... headers) {
        var socket = attempt(url, query, headers);
        assertThat(socket.handshake.status()).as(socket.handshake.body()).isEqualTo(101);
        return socket;
    }

    /** The same, but the server may refuse. */
    static WebSocketConnection attempt(EngineUrl url, String query, String... headers) {
        return attempt(url, query, new byte[0], headers);
    }

    /** The same, with bytes that go out together with the request, before its answer. */
    static WebSocketConnection attempt(EngineUrl url, String query, byte[] behind, String... headers) {
        var connection = HttpConnection.open(url.server());
        var all = new ArrayList<>(List.of(
                "Connection: Upgrade",
                "Upgrade: websocket",
                "Sec-WebSocket-Version: 13",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="));
        all.addAll(List.of(headers));
        var out = new ByteArrayOutputStream();
        out.writeBytes(connection.bytesOfHead("GET", url.target(query), all.toArray(String[]::new)));
        out.writeBytes(behind);
        connection.write(out.toByteArray());
        var answer = connection.answerToUpgrade();
        return new WebSocketConnection(connection, answer);
    }

    /** What the server answered to the request to upgrade. */
    HttpAnswer handshake() {
        return handshake;
    }

    void send(String text) {
        send(true, WebSocketFrame.TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    void send(byte[] binary) {
        send(true, WebSocketFrame.BINARY, binary);
    }

    /** Sends a frame. */
    void send(boolean last, int opcode, byte[] payload) {
        sendRaw(WebSocketFrame.masked((last ? 0x80 : 0) | opcode, payload));
    }

    /** Sends bytes that need not be frames. */
    void sendRaw(byte[] bytes) {
        try {
            connection.write(bytes);
        } catch (UncheckedIOException closed) {
            // the server need not wait for the end of what it refuses: what it said to that is still to be read
            return;
        }
    }

    /** The next message is this text. */
    void expect(String text) {
        assertThat(message().text()).isEqualTo(text);
    }

    /** The next message is a text like this. */
    String expectText(Predicate<String> wanted) {
        var text = message().text();
        assertThat(text).matches(wanted);
        return text;
    }

    /** Whether the next message is this text; false as well if the server closes. */
    boolean isAnsweredWith(String text) {
        var frame = frame();
        return frame.opcode() == WebSocketFrame.TEXT && frame.text().equals(text);
    }

    /** The next message is these bytes, in a binary frame. */
    void expect(byte[] binary) {
        var message = message();
        assertThat(message.opcode()).isEqualTo(WebSocketFrame.BINARY);
        assertThat(message.payload()).isEqualTo(ByteBuffer.wrap(binary));
    }

    /** The server closes, after any messages that are still on their way; its code, 1006 if there was no close frame. */
    int closeCode() {
        try {
            var frame = readFrame();
            while (frame.opcode() != WebSocketFrame.CLOSE) {
                frame = readFrame();
            }
            return frame.closeCode();
        } catch (EOFException | SocketException cut) {
            return 1006;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A message goes in, and its answer comes out: the session is alive and in order. */
    void proveAlive() {
        send("40/nowhere,");
        expect("44/nowhere,{\"message\":\"Invalid namespace\"}");
    }

    /** The next message, put together from its frames. */
    WebSocketFrame message() {
        var first = frame();
        if (first.opcode() == WebSocketFrame.CLOSE) {
            return fail("closed by the server with " + first.closeCode());
        }
        var payload = new ByteArrayOutputStream();
        payload.writeBytes(first.payload().array());
        for (var frame = first; !frame.last(); ) {
            frame = frame();
            payload.writeBytes(frame.payload().array());
        }
        return new WebSocketFrame(true, first.reserved(), first.opcode(), ByteBuffer.wrap(payload.toByteArray()));
    }

    /** The next frame. */
    WebSocketFrame frame() {
        try {
            return readFrame();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All frames until the server closes or hangs up; that which says so is not one of them. */
    List<WebSocketFrame> untilClosed() {
        var frames = new ArrayList<WebSocketFrame>();
        try {
            for (var frame = readFrame(); frame.opcode() != WebSocketFrame.CLOSE; frame = readFrame()) {
                frames.add(frame);
            }
        } catch (EOFException | SocketException cut) {
            return frames;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return frames;
    }

    /** Hangs up with a reset, see {@link HttpConnection#reset}. */
    void reset() {
        connection.reset();
    }

    /** Hangs up without a word. */
    @Override
    public void close() {
        connection.close();
    }

    private WebSocketFrame readFrame() throws IOException {
        int head = connection.read();
        int length = connection.read();
        if (length < 0) {
            throw new EOFException("the server closed the connection");
        }
        long size = length;
        if (length == 126) {
            size = ByteBuffer.wrap(connection.read(2)).getShort() & 0xffff;
        } else if (length == 127) {
            size = ByteBuffer.wrap(connection.read(8)).getLong();
        }
        var payload = ByteBuffer.wrap(connection.read(Math.toIntExact(size)));
        return new WebSocketFrame((head & 0x80) != 0, head & 0x70, head & 0x0f, payload);
    }
}
