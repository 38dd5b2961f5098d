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

    /** {@return an emitter that drops the event if the connection is busy or absent} Socket.IO: {@code volatile}. */
    public SocketEmitter lossy() {
        return new SocketEmitter(socket, delivery.toLossy());
    }

    /**
     * {@return an emitter with the event compressed on its way or not}
     *
     * @param wanted see {@link BroadcastOperator#compress}
     */
    public SocketEmitter compress(boolean wanted) {
        return new SocketEmitter(socket, delivery.toCompress(wanted));
    }

    /**
     * {@return an emitter with a time in which the client must acknowledge}
     *
     * @param longest more than 0
     * @throws IllegalArgumentException if it is not
     */
    public SocketEmitter timeout(Duration longest) {
        return new SocketEmitter(socket, delivery.toTimeout(longest));
    }

    /**
     * Sends an event, see {@link Socket#emit}.
     *
     * @param event any name that is not {@linkplain io.parley.packet.ReservedEvents reserved}
     * @param arguments what the parser can write, see {@link io.parley.packet.JsonParser}
     * @throws IllegalArgumentException if the event is reserved, or an argument cannot be written; nothing is sent then
     */
    public void emit(String event, @Nullable Object... arguments) {
        socket.emit(delivery, event, arguments);
    }

    /**
     * Emits {@code "message"}.
     *
     * @param arguments as for {@link #emit}
     * @throws IllegalArgumentException as for {@link #emit}
     */
    public void send(@Nullable Object... arguments) {
        emit("message", arguments);
    }

    /**
     * Sends an event and waits for its answer, see {@link Socket#emitWithAck}.
     *
     * @param event as for {@link #emit}
     * @param arguments as for {@link #emit}
     * @return the answer; fails with {@link AckTimeoutException} when the timeout has passed, and an answer that comes
     *     later is ignored
     * @throws IllegalArgumentException as for {@link #emit}
     */
    public CompletionStage<Arguments> emitWithAck(String event, @Nullable Object... arguments) {
        return socket.emitWithAck(delivery, event, arguments);
    }
}
