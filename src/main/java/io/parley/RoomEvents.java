package io.parley;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Who listens to the rooms of a namespace on this node. Socket.IO: the events {@code create-room}, {@code delete-room},
 * {@code join-room} and {@code leave-room} of the adapter. Thread-safe.
 *
 * <p>Listeners run on the handler pool, one at a time, in the order of the changes; the room that is named like a
 * socket's id counts too.
 */
public final class RoomEvents {
    private final List<Consumer<String>> created = new CopyOnWriteArrayList<>();
    private final List<Consumer<String>> deleted = new CopyOnWriteArrayList<>();
    private final List<BiConsumer<String, String>> joined = new CopyOnWriteArrayList<>();
    private final List<BiConsumer<String, String>> left = new CopyOnWriteArrayList<>();

    RoomEvents() {}

    /**
     * Listens to rooms that come into being: the first socket of this node has joined.
     *
     * @param listener given the room
     * @return this
     */
    public RoomEvents onCreated(Consumer<String> listener) {
        created.add(listener);
        return this;
    }

    /**
     * Listens to rooms that go: the last socket of this node has left.
     *
     * @param listener given the room
     * @return this
     */
    public RoomEvents onDeleted(Consumer<String> listener) {
        deleted.add(listener);
        return this;
    }

    /**
     * Listens to sockets that join.
     *
     * @param listener given the room, and the socket's id
     * @return this
     */
    public RoomEvents onJoined(BiConsumer<String, String> listener) {
        joined.add(listener);
        return this;
    }

    /**
     * Listens to sockets that leave.
     *
     * @param listener given the room, and the socket's id
     * @return this
     */
    public RoomEvents onLeft(BiConsumer<String, String> listener) {
        left.add(listener);
        return this;
    }

    boolean isHeard() {
        return !(created.isEmpty() && deleted.isEmpty() && joined.isEmpty() && left.isEmpty());
    }

    void created(String room) {
        created.forEach(listener -> listener.accept(room));
    }

    void deleted(String room) {
        deleted.forEach(listener -> listener.accept(room));
    }

    void joined(String room, String id) {
        joined.forEach(listener -> listener.accept(room, id));
    }

    void left(String room, String id) {
        left.forEach(listener -> listener.accept(room, id));
    }
}
