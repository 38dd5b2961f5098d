package io.parley.transport;

import static java.util.Objects.requireNonNull;

import io.parley.engine.TextPacket;
import io.parley.kernel.Bytes;
import jakarta.websocket.CloseReason;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.SendHandler;
import jakarta.websocket.SendResult;
import jakarta.websocket.Session;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** A WebSocket of Jakarta. Public because containers demand it; made only by {@link JakartaUpgrader}. */
public final class WebSocketEndpoint extends Endpoint implements WebSocketChannel, SendHandler {
    /** After this the container cuts a connection whose close is not answered, or whose send is stuck. */
    private static final long CLOSE_IDLE_MILLIS = 2000;

    /**
     * Jetty makes a buffer of this size for each text message, 4,096 bytes if nobody says anything, and reads as much at
     * once. Other containers do not know the name.
     */
    private static final String JETTYS_BUFFER = "org.eclipse.jetty.websocket.inputBufferSize";

    private static final int BUFFER = 1024;

    private final WebSocketConnection connection;
    private @Nullable Session socket;
    private RemoteEndpoint.@Nullable Async remote;
    private @Nullable Sender sender;

    WebSocketEndpoint(WebSocketConnection connection) {
        this.connection = connection;
    }

    @Override
    public void onOpen(Session socket, EndpointConfig config) {
        this.socket = socket;
        this.remote = socket.getAsyncRemote();
        config.getUserProperties().put(JETTYS_BUFFER, BUFFER);
        configure(socket);
        sender = connection.opened(this);
        // a container may hand over a message as soon as there is a handler, so the session comes first
        socket.addMessageHandler(String.class, (MessageHandler.Partial<String>) this::text);
        socket.addMessageHandler(ByteBuffer.class, (MessageHandler.Partial<ByteBuffer>) this::binary);
        connection.ready();
    }

    @Override
    public void onClose(Session socket, CloseReason reason) {
        connection.closed(reason.getCloseCode().getCode());
    }

    @Override
    public void onError(Session socket, Throwable failure) {
        connection.failed(failure);
    }

    /**
     * The container's idle limit, where it has one, must not be shorter than ours. Its buffers may stay smaller than a
     * message, since we take messages in parts, but not larger than the limit.
     */
    private void configure(Session socket) {
        if (socket.getMaxIdleTimeout() > 0) {
            socket.setMaxIdleTimeout(connection.idleTimeout().toMillis());
        }
        int limit = connection.limit();
        int buffer = socket.getMaxTextMessageBufferSize();
        if (buffer <= 0 || buffer > limit) {
            socket.setMaxTextMessageBufferSize(limit);
        }
        buffer = socket.getMaxBinaryMessageBufferSize();
        if (buffer <= 0 || buffer > limit) {
            socket.setMaxBinaryMessageBufferSize(limit);
        }
    }

    private void text(String part, boolean last) {
        connection.text(part, last);
        waitForRoom();
    }

    /** The buffer is the container's, so that its bytes are copied. */
    private void binary(ByteBuffer buffer, boolean last) {
        var part = new byte[buffer.remaining()];
        buffer.get(part);
        connection.binary(part, last);
        waitForRoom();
    }

    /**
     * Reads no further until the handlers have caught up: a container thread that waits is the only way to slow a
     * peer down that Jakarta WebSocket 2.1 has.
     */
    private void waitForRoom() {
        if (!connection.isFull()) {
            return;
        }
        var room = new CountDownLatch(1);
        connection.whenRoom(room::countDown);
        try {
            room.await();
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void sendText(TextPacket packet) {
        sendText(packet.frame());
    }

    @Override
    public void sendText(String text) {
        requireNonNull(remote).sendText(text, this);
    }

    /** Open Liberty loses a read-only buffer: the send fails on its own thread, and no handler is called. */
    @Override
    public void sendBinary(Bytes data) {
        requireNonNull(remote).sendBinary(data.asArrayBuffer(), this);
    }

    @Override
    public void onResult(SendResult result) {
        requireNonNull(sender).sent(result.isOK());
    }

    @Override
    public void close(int code) {
        var open = requireNonNull(socket);
        try {
            open.setMaxIdleTimeout(CLOSE_IDLE_MILLIS);
            open.close(new CloseReason(CloseReason.CloseCodes.getCloseCode(code), ""));
        } catch (IOException | IllegalStateException gone) {
            return;
        }
    }
}
