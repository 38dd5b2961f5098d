package io.parley.jetty;

import static java.util.Objects.requireNonNull;

import io.parley.engine.TextPacket;
import io.parley.kernel.Bytes;
import io.parley.transport.WebSocketChannel;
import io.parley.transport.WebSocketConnection;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.CloseStatus;
import org.eclipse.jetty.websocket.core.CoreSession;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.FrameHandler;
import org.eclipse.jetty.websocket.core.OpCode;
import org.jspecify.annotations.Nullable;

/**
 * A WebSocket of Jetty's core. Frames are read on demand: the next one when the last has been dealt with and there is
 * room for what it may bring, so that no thread waits. Also the callback of the one message that is being sent.
 */
final class JettyWebSocket implements FrameHandler, WebSocketChannel, Callback {
    /** After this Jetty cuts a connection whose close is not answered, or whose send is stuck. */
    private static final Duration CLOSE_IDLE = Duration.ofSeconds(2);

    private final WebSocketConnection connection;
    private @Nullable CoreSession session;
    private @Nullable Sender sender;
    /** Of the message that is being received; confined to who reads. */
    private boolean text;

    JettyWebSocket(WebSocketConnection connection) {
        this.connection = connection;
    }

    @Override
    public void onOpen(CoreSession opened, Callback callback) {
        session = opened;
        opened.setIdleTimeout(connection.idleTimeout());
        sender = connection.opened(this);
        connection.ready();
        callback.succeeded();
        opened.demand();
    }

    @Override
    public void onFrame(Frame frame, Callback callback) {
        switch (frame.getOpCode()) {
            case OpCode.TEXT, OpCode.BINARY -> {
                text = frame.getOpCode() == OpCode.TEXT;
                received(frame, callback);
            }
            case OpCode.CONTINUATION -> received(frame, callback);
            // the next frame is read when the pong is out: a peer that pings and does not read waits for itself
            case OpCode.PING ->
                session()
                        .sendFrame(
                                new Frame(OpCode.PONG, true, frame.getPayload()),
                                Callback.from(session()::demand, callback),
                                false);
            case OpCode.CLOSE -> callback.succeeded();
            default -> {
                callback.succeeded();
                session().demand();
            }
        }
    }

    /** The buffer of the frame is Jetty's, so that its bytes are copied. */
    private void received(Frame frame, Callback callback) {
        var part = new byte[frame.getPayloadLength()];
        frame.getPayload().get(part);
        callback.succeeded();
        if (text) {
            connection.utf8(part, frame.isFin());
        } else {
            connection.binary(part, frame.isFin());
        }
        if (connection.isFull()) {
            connection.whenRoom(session()::demand);
        } else {
            session().demand();
        }
    }

    @Override
    public void onError(Throwable cause, Callback callback) {
        connection.failed(cause);
        callback.succeeded();
    }

    @Override
    public void onClosed(CloseStatus status, Callback callback) {
        connection.closed(status.getCode());
        callback.succeeded();
    }

    @Override
    public void sendText(TextPacket packet) {
        send(OpCode.TEXT, packet.utf8().asArrayBuffer());
    }

    @Override
    public void sendText(String text) {
        send(OpCode.TEXT, Bytes.ofUtf8(text).asArrayBuffer());
    }

    @Override
    public void sendBinary(Bytes data) {
        send(OpCode.BINARY, data.asArrayBuffer());
    }

    private void send(byte opCode, ByteBuffer payload) {
        session().sendFrame(new Frame(opCode, true, payload), this, false);
    }

    @Override
    public void succeeded() {
        requireNonNull(sender).sent(true);
    }

    @Override
    public void failed(Throwable failure) {
        requireNonNull(sender).sent(false);
    }

    /** What comes of it never blocks, so that Jetty may call us on the thread that watches its sockets. */
    @Override
    public InvocationType getInvocationType() {
        return InvocationType.NON_BLOCKING;
    }

    @Override
    public void close(int code) {
        session().setIdleTimeout(CLOSE_IDLE);
        session().close(code, null, Callback.NOOP);
    }

    private CoreSession session() {
        return requireNonNull(session);
    }
}
