package io.parley;

import io.parley.packet.Arguments;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Emits to one socket, in a way of its own. Immutable: each call returns a new emitter. Thread-safe. */
public final class SocketEmitter {
    private final Socket socket;
    private final Delivery delivery;

    SocketEmitter(Socket socket, Delivery delivery) {
        this.socket = socket;
        this.delivery = delivery;
    }

    /** Drop the event if the connection is busy or absent. Socket.IO: {@code volatile}. */
    public SocketEmitter lossy() {
        return new SocketEmitter(socket, delivery.toLossy());
    }

    /** Whether the event may be compressed on its way, see {@link BroadcastOperator#compress}. */
    public SocketEmitter compress(boolean wanted) {
        return new SocketEmitter(socket, delivery.toCompress(wanted));
    }

    /**
     * How long the client may take to acknowledge.
     *
     * @throws IllegalArgumentException if it is not positive
     */
    public SocketEmitter timeout(Duration longest) {
        return new SocketEmitter(socket, delivery.toTimeout(longest));
    }

    /** Sends an event, see {@link Socket#emit}. */
    public void emit(String event, @Nullable Object... arguments) {
        socket.emit(delivery, event, arguments);
    }

    /** Emits {@code "message"} with these arguments. */
    public void send(@Nullable Object... arguments) {
        emit("message", arguments);
    }

    /**
     * Sends an event and waits for its answer, see {@link Socket#emitWithAck}. Fails with {@link AckTimeoutException}
     * when the timeout has passed; an answer that comes later is ignored.
     */
    public CompletionStage<Arguments> emitWithAck(String event, @Nullable Object... arguments) {
        return socket.emitWithAck(delivery, event, arguments);
    }
}
