package io.parley;

import io.parley.adapter.Selection;

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

    BroadcastOperator(Namespace namespace, Selection selection, boolean lossy, boolean local) {
        this.namespace = namespace;
        this.selection = selection;
        this.lossy = lossy;
        this.local = local;
    }

    /** Also those in these rooms; a socket's id is a room. A socket that is in several of them is reached once. */
    public BroadcastOperator to(String... rooms) {
        return new BroadcastOperator(namespace, selection.to(rooms), lossy, local);
    }

    /** The same as {@link #to}. */
    public BroadcastOperator in(String... rooms) {
        return to(rooms);
    }

    /** Not those in these rooms; a socket's id is a room. */
    public BroadcastOperator except(String... rooms) {
        return new BroadcastOperator(namespace, selection.except(rooms), lossy, local);
    }

    /** Only the sockets of this node. */
    public BroadcastOperator local() {
        return new BroadcastOperator(namespace, selection, lossy, true);
    }

    /** Not to those who cannot take it at once: their connection is busy or absent. Socket.IO: {@code volatile}. */
    public BroadcastOperator lossy() {
        return new BroadcastOperator(namespace, selection, true, local);
    }

    /**
     * Sends an event to all who are selected, on all nodes. Written once, whatever their number. Returns when it has
     * been queued; what one thread emits reaches each socket in the order of the calls. Who is disconnected gets
     * nothing. {@code byte[]} arguments travel as binary.
     *
     * @throws IllegalArgumentException if the event is reserved or an argument cannot be written; nothing is sent then
     */
    public void emit(String event, Object... arguments) {
        namespace.broadcast(selection, lossy, local, event, arguments);
    }
}
