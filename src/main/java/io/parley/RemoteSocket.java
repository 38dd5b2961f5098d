package io.parley;

import io.parley.packet.Arguments;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
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
    private final Optional<String> user;

    RemoteSocket(Socket socket) {
        this(socket.namespace(), socket.id(), socket.handshake(), socket.rooms(), socket.data(), socket.user());
    }

    RemoteSocket(
            Namespace namespace,
            String id,
            Handshake handshake,
            Set<String> rooms,
            Map<String, Object> data,
            Optional<String> user) {
        this.namespace = namespace;
        this.id = id;
        this.handshake = handshake;
        this.rooms = Set.copyOf(rooms);
        this.data = Map.copyOf(data);
        this.user = user;
    }

    /** {@return its id, see {@link Socket#id}} */
    public String id() {
        return id;
    }

    /**
     * {@return what is known of the client from its first request and its CONNECT} For a socket of another node the
     * principal has its name only, and attributes are as told for {@link #data}.
     */
    public Handshake handshake() {
        return handshake;
    }

    /** {@return the rooms it was in, its own included} */
    public Set<String> rooms() {
        return rooms;
    }

    /**
     * {@return the data it had; immutable} For a socket of another node in the form in which a client would get them: maps,
     * lists, texts, numbers, booleans and {@code byte[]}; without what the parser cannot write.
     */
    public Map<String, Object> data() {
        return data;
    }

    /** {@return the user that it belongs to, see {@link Socket#user()}; empty: none, or its node is of an older release} */
    public Optional<String> user() {
        return user;
    }

    /**
     * Sends it an event, see {@link BroadcastOperator#emit}.
     *
     * @param event any name that is not {@linkplain io.parley.packet.ReservedEvents reserved}
     * @param arguments what the parser can write, see {@link io.parley.packet.JsonParser}
     * @throws IllegalArgumentException if the event is reserved or an argument cannot be written; nothing is sent then
     */
    public void emit(String event, @Nullable Object... arguments) {
        operator().emit(event, arguments);
    }

    /**
     * Sends it an event and waits for its answer, wherever it is. Returns at once.
     *
     * @param timeout more than 0
     * @param event as for {@link #emit}
     * @param arguments as for {@link #emit}
     * @return the answer; fails with {@link AckTimeoutException} if none comes in time, also because the socket is gone
     * @throws IllegalArgumentException as for {@link #emit}, or if the timeout is not more than 0
     */
    public CompletionStage<Arguments> emitWithAck(Duration timeout, String event, @Nullable Object... arguments) {
        return namespace
                .ask(id, Delivery.DEFAULT.toTimeout(timeout), event, arguments)
                .thenApply(answers -> {
                    var answer = answers.bySocket().get(id);
                    if (answer == null) {
                        throw new AckTimeoutException();
                    }
                    return answer;
                });
    }

    /**
     * Makes it join rooms, see {@link BroadcastOperator#socketsJoin}.
     *
     * @param names of rooms
     * @throws IllegalArgumentException if a name is too long
     */
    public void join(String... names) {
        operator().socketsJoin(names);
    }

    /**
     * Makes it leave rooms.
     *
     * @param names of rooms; those that it is not in do not matter
     */
    public void leave(String... names) {
        operator().socketsLeave(names);
    }

    /**
     * Disconnects it.
     *
     * @param closeConnection as for {@link Socket#disconnect(boolean)}
     */
    public void disconnect(boolean closeConnection) {
        operator().disconnectSockets(closeConnection);
    }

    private BroadcastOperator operator() {
        return namespace.to(id);
    }
}
