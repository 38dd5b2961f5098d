package io.parley;

import io.parley.packet.Arguments;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A socket on any node, as it was when it was fetched, with the means to reach it. Immutable, thread-safe. What is done
 * to a socket that is gone has no effect.
 */
public final class RemoteSocket {
    private final Namespace namespace;
    private final String id;
    private final Handshake handshake;
    private final Set<String> rooms;
    private final Map<String, Object> data;

    RemoteSocket(Socket socket) {
        this.namespace = socket.namespace();
        this.id = socket.id();
        this.handshake = socket.handshake();
        this.rooms = Set.copyOf(socket.rooms());
        this.data = Map.copyOf(socket.data());
    }

    /** See {@link Socket#id}. */
    public String id() {
        return id;
    }

    /** See {@link Socket#handshake}. */
    public Handshake handshake() {
        return handshake;
    }

    /** The rooms it was in, its own included. */
    public Set<String> rooms() {
        return rooms;
    }

    /** The data it had. */
    public Map<String, Object> data() {
        return data;
    }

    /** Sends it an event, see {@link BroadcastOperator#emit}. */
    public void emit(String event, @Nullable Object... arguments) {
        operator().emit(event, arguments);
    }

    /**
     * Sends it an event and waits for its answer. The stage fails with {@link AckTimeoutException} if none comes in
     * time, also because the socket is gone.
     */
    public CompletionStage<Arguments> emitWithAck(Duration timeout, String event, @Nullable Object... arguments) {
        return operator().timeout(timeout).emitWithAck(event, arguments).thenApply(answers -> {
            var answer = answers.bySocket().get(id);
            if (answer == null) {
                throw new AckTimeoutException();
            }
            return answer;
        });
    }

    /** Makes it join rooms. */
    public void join(String... names) {
        operator().socketsJoin(names);
    }

    /** Makes it leave rooms. */
    public void leave(String... names) {
        operator().socketsLeave(names);
    }

    /** Disconnects it, see {@link Socket#disconnect(boolean)}. */
    public void disconnect(boolean closeConnection) {
        operator().disconnectSockets(closeConnection);
    }

    private BroadcastOperator operator() {
        return namespace.to(id);
    }
}
