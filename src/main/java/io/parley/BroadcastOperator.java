package io.parley;

import io.parley.adapter.Selection;
import io.parley.adapter.SocketCommand;
import java.time.Duration;
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
    private final Namespace namespace;
    private final Selection selection;
    private final boolean lossy;
    private final boolean local;
    private final @Nullable Duration timeout;

    private BroadcastOperator(
            Namespace namespace, Selection selection, boolean lossy, boolean local, @Nullable Duration timeout) {
        this.namespace = namespace;
        this.selection = selection;
        this.lossy = lossy;
        this.local = local;
        this.timeout = timeout;
    }

    static BroadcastOperator to(Namespace namespace, Selection selection) {
        return new BroadcastOperator(namespace, selection, false, false, null);
    }

    /** Also those in these rooms; a socket's id is a room. A socket that is in several of them is reached once. */
    public BroadcastOperator to(String... rooms) {
        return new BroadcastOperator(namespace, selection.to(rooms), lossy, local, timeout);
    }

    /** The same as {@link #to}. */
    public BroadcastOperator in(String... rooms) {
        return to(rooms);
    }

    /** Not those in these rooms; a socket's id is a room. */
    public BroadcastOperator except(String... rooms) {
        return new BroadcastOperator(namespace, selection.except(rooms), lossy, local, timeout);
    }

    /** Only the sockets of this node. */
    public BroadcastOperator local() {
        return new BroadcastOperator(namespace, selection, lossy, true, timeout);
    }

    /** Not to those who cannot take it at once: their connection is busy or absent. Socket.IO: {@code volatile}. */
    public BroadcastOperator lossy() {
        return new BroadcastOperator(namespace, selection, true, local, timeout);
    }

    /**
     * How long the clients may take to acknowledge.
     *
     * @throws IllegalArgumentException if it is not positive
     */
    public BroadcastOperator timeout(Duration longest) {
        if (longest.isNegative() || longest.isZero()) {
            throw new IllegalArgumentException("a timeout must be positive, but is " + longest);
        }
        return new BroadcastOperator(namespace, selection, lossy, local, longest);
    }

    /**
     * Sends an event to all who are selected, on all nodes. Written once, whatever their number. Returns when it has
     * been queued; what one thread emits reaches each socket in the order of the calls. Who is disconnected gets
     * nothing. {@code byte[]} arguments travel as binary.
     *
     * @throws IllegalArgumentException if the event is reserved or an argument cannot be written; nothing is sent then
     */
    public void emit(String event, @Nullable Object... arguments) {
        namespace.broadcast(selection, lossy, local, event, arguments);
    }

    /**
     * Sends an event to all sockets of this node who are selected, and waits for their answers. The stage is completed
     * on the handler pool, when the last one has answered or is gone, or when the {@link #timeout} has passed; then it
     * tells who has not answered. It does not fail. Without a timeout it waits as long as the sockets live.
     *
     * @throws IllegalArgumentException as for {@link #emit}
     */
    public CompletionStage<BroadcastAnswers> emitWithAck(String event, @Nullable Object... arguments) {
        return namespace.broadcastWithAck(selection, timeout, event, arguments);
    }

    /** Tells of all sockets of this node who are selected, as they are now. */
    public CompletionStage<FetchedSockets> fetchSockets() {
        return namespace.fetch(selection);
    }

    /** Makes all who are selected join these rooms. Who would be in too many rooms stays as it is. */
    public void socketsJoin(String... rooms) {
        namespace.command(selection, new SocketCommand.Join(Set.of(rooms)), local);
    }

    /** Makes all who are selected leave these rooms. */
    public void socketsLeave(String... rooms) {
        namespace.command(selection, new SocketCommand.Leave(Set.of(rooms)), local);
    }

    /** Disconnects all who are selected, see {@link Socket#disconnect(boolean)}. */
    public void disconnectSockets(boolean closeConnection) {
        namespace.command(selection, new SocketCommand.Disconnect(closeConnection), local);
    }
}
