package io.parley;

import io.parley.adapter.Selection;
import io.parley.adapter.SocketCommand;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Emits to many: says to whom and how, then {@link #emit}. Immutable: each call returns a new operator, which can be
 * kept and used again. Thread-safe.
 *
 * <pre>{@code
 * io.to("news").except("muted").emit("headline", "…");
 * }</pre>
 */
public final class BroadcastOperator {
    private final Collection<Namespace> namespaces;
    private final @Nullable Namespace single;
    private final Selection selection;
    private final Delivery delivery;

    private BroadcastOperator(
            Collection<Namespace> namespaces, @Nullable Namespace single, Selection selection, Delivery delivery) {
        this.namespaces = namespaces;
        this.single = single;
        this.selection = selection;
        this.delivery = delivery;
    }

    static BroadcastOperator to(Namespace namespace, Selection selection) {
        return new BroadcastOperator(Set.of(namespace), namespace, selection, Delivery.DEFAULT);
    }

    /** @param namespaces those there are when the operator is used */
    static BroadcastOperator toAll(Collection<Namespace> namespaces) {
        return new BroadcastOperator(namespaces, null, Selection.ALL, Delivery.DEFAULT);
    }

    private BroadcastOperator with(Selection changed) {
        return new BroadcastOperator(namespaces, single, changed, delivery);
    }

    private BroadcastOperator with(Delivery changed) {
        return new BroadcastOperator(namespaces, single, selection, changed);
    }

    /**
     * {@return this operator, reaching also those in these rooms} A socket that is in several of them is reached once.
     *
     * @param rooms names of rooms, or ids of sockets; none: nothing changes
     * @throws IllegalArgumentException if one begins with U+0000, as no room does
     */
    public BroadcastOperator to(String... rooms) {
        UserRoom.refuseReserved(List.of(rooms));
        return with(selection.to(rooms));
    }

    /**
     * {@return the same as {@link #to(String...)}}
     *
     * @param rooms names of rooms, or ids of sockets
     */
    public BroadcastOperator in(String... rooms) {
        return to(rooms);
    }

    /**
     * {@return this operator, not reaching those in these rooms}
     *
     * @param rooms names of rooms, or ids of sockets; none: nothing changes
     * @throws IllegalArgumentException if one begins with U+0000, as no room does
     */
    public BroadcastOperator except(String... rooms) {
        UserRoom.refuseReserved(List.of(rooms));
        return with(selection.except(rooms));
    }

    /**
     * {@return this operator, reaching also all sockets of a user} On nodes of a release that knows no users it reaches
     * nobody.
     *
     * @param user see {@link Socket#user()}; need not be there
     * @throws IllegalArgumentException if nobody can have that name
     */
    public BroadcastOperator toUser(String user) {
        return with(selection.to(UserRoom.of(user)));
    }

    /**
     * {@return this operator, not reaching the sockets of a user}
     *
     * @param user see {@link Socket#user()}; need not be there
     * @throws IllegalArgumentException if nobody can have that name
     */
    public BroadcastOperator exceptUser(String user) {
        return with(selection.except(UserRoom.of(user)));
    }

    /** {@return this operator, reaching only the sockets of this node: other nodes hear nothing of what it does} */
    public BroadcastOperator local() {
        return with(delivery.toLocal());
    }

    /**
     * {@return this operator, not reaching those who cannot take it at once: their connection is busy or absent}
     * Socket.IO: {@code volatile}.
     */
    public BroadcastOperator lossy() {
        return with(delivery.toLossy());
    }

    /**
     * {@return this operator, with what is emitted compressed on its way or not} Polling answers are compressed if one
     * of their packets may be, see {@link io.parley.engine.EngineOptions.Builder#httpCompressionThreshold}; for
     * WebSocket it has no effect, since Jakarta WebSocket compresses all messages of a connection or none.
     *
     * @param wanted whether it may be compressed; true is the default
     */
    public BroadcastOperator compress(boolean wanted) {
        return with(delivery.toCompress(wanted));
    }

    /**
     * {@return this operator, with a time in which clients must acknowledge, and nodes tell their sockets}
     *
     * @param longest more than 0
     * @throws IllegalArgumentException if it is not
     */
    public BroadcastOperator timeout(Duration longest) {
        return with(delivery.toTimeout(longest));
    }

    /**
     * Sends an event to all who are selected, on all nodes. Written once, whatever their number. Returns when it has
     * been queued; what one thread emits reaches each socket in the order of the calls. Who is disconnected gets
     * nothing.
     *
     * @param event any name that is not {@linkplain io.parley.packet.ReservedEvents reserved}
     * @param arguments what the parser can write, see {@link io.parley.packet.JsonParser}; {@code byte[]} travels as
     *     binary
     * @throws IllegalArgumentException if the event is reserved or an argument cannot be written; nothing is sent then
     */
    public void emit(String event, @Nullable Object... arguments) {
        namespaces.forEach(namespace -> namespace.broadcast(selection, delivery, event, arguments));
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
     * Sends an event to all who are selected, on all nodes, and waits for their answers. Returns at once. Without a
     * {@link #timeout}, here or in the options, it waits as long as the sockets and their nodes live, and 5 s for a node
     * to tell which sockets it has asked.
     *
     * <p>A node does not ask when 1,000 questions of its own, or 1,000 of others, are open there; answers of other nodes
     * that are more than 64 MB, with those of all open questions, are not kept. Both are counted, as
     * {@code pending-requests} and {@code answer-bytes}, and who could not be asked or heard is missing.
     *
     * @param event as for {@link #emit}
     * @param arguments as for {@link #emit}
     * @return completed on the handler pool, when the last one has answered or is gone, or when the timeout has passed;
     *     then it tells who has not answered. It does not fail
     * @throws IllegalArgumentException as for {@link #emit}, and if the event is too large for the cluster
     * @throws UnsupportedOperationException on a {@link ParentNamespace}
     */
    public CompletionStage<BroadcastAnswers> emitWithAck(String event, @Nullable Object... arguments) {
        return single("emitWithAck").broadcastWithAck(selection, delivery, event, arguments);
    }

    /**
     * {@return all sockets who are selected, on all nodes, as they are now} It is completed on the handler pool, when all
     * nodes have answered or are gone, or after the {@link #timeout}, else 5 s; then it tells which nodes have not
     * answered. It does not fail. A node answers with up to 8 MB, and at most 100 requests wait for that there: what is
     * beyond is missing, and counted as {@code answer-bytes} and {@code pending-requests}. With the sockets all that is
     * known of them crosses the nodes, what the client sent to authenticate included.
     *
     * @throws UnsupportedOperationException on a {@link ParentNamespace}
     */
    public CompletionStage<FetchedSockets> fetchSockets() {
        return single("fetchSockets").fetch(selection, delivery);
    }

    /**
     * Makes all who are selected join rooms, on all nodes. Who would be in too many rooms stays as it is. What this
     * thread emits to the rooms later reaches them, also on other nodes.
     *
     * @param rooms names of rooms
     * @throws IllegalArgumentException if the name of a room is too long, see {@link Socket#join}
     */
    public void socketsJoin(String... rooms) {
        var names = List.of(rooms);
        namespaces.stream().findAny().ifPresent(any -> any.server().requireRoomNames(names));
        command(new SocketCommand.Join(Set.copyOf(List.of(rooms))));
    }

    /**
     * Makes all who are selected leave rooms, on all nodes. What this thread emits to the rooms later does not reach them.
     *
     * @param rooms names of rooms; those that one is not in do not matter
     */
    public void socketsLeave(String... rooms) {
        command(new SocketCommand.Leave(Set.copyOf(List.of(rooms))));
    }

    /**
     * Disconnects all who are selected, on all nodes.
     *
     * @param closeConnection as for {@link Socket#disconnect(boolean)}
     */
    public void disconnectSockets(boolean closeConnection) {
        command(new SocketCommand.Disconnect(closeConnection));
    }

    private void command(SocketCommand command) {
        namespaces.forEach(namespace -> namespace.command(selection, command, delivery.local()));
    }

    private Namespace single(String method) {
        if (single == null) {
            throw new UnsupportedOperationException(method + " is not supported on parent namespaces");
        }
        return single;
    }
}
