package io.parley;

import io.parley.packet.Arguments;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Emits to one socket, in a way of its own. Immutable: each call returns a new emitter. Thread-safe. */
public final class SocketEmitter {
    private final Socket socket;
    private final boolean lossy;
    private final @Nullable Duration timeout;

    SocketEmitter(Socket socket, boolean lossy, @Nullable Duration timeout) {
        this.socket = socket;
        this.lossy = lossy;
        this.timeout = timeout;
    }

    /** Drop the event if the connection is busy or absent. Socket.IO: {@code volatile}. */
    public SocketEmitter lossy() {
        return new SocketEmitter(socket, true, timeout);
    }

    /**
     * How long the client may take to acknowledge.
     *
     * @throws IllegalArgumentException if it is not positive
     */
    public SocketEmitter timeout(Duration longest) {
        if (longest.isNegative() || longest.isZero()) {
            throw new IllegalArgumentException("a timeout must be positive, but is " + longest);
        }
        return new SocketEmitter(socket, lossy, longest);
    }

    /** Sends an event, see {@link Socket#emit}. */
    public void emit(String event, @Nullable Object... arguments) {
        socket.emit(lossy, event, arguments);
    }

    /**
     * Sends an event and waits for its answer, see {@link Socket#emitWithAck}. Fails with {@link AckTimeoutException}
     * when the timeout has passed; an answer that comes later is ignored.
     */
    public CompletionStage<Arguments> emitWithAck(String event, @Nullable Object... arguments) {
        return socket.emitWithAck(lossy, timeout, event, arguments);
    }
}
