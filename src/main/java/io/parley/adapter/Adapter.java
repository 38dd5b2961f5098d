package io.parley.adapter;

import io.parley.packet.EncodedPacket;
import java.time.Duration;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The rooms of one namespace, and the way to the sockets in them. Thread-safe; nothing here blocks. */
public interface Adapter<R extends Recipient> {
    /** The recipient is here from now on, in these rooms and in its own. */
    void add(R recipient, Collection<String> rooms);

    /** The recipient has gone. Returns the rooms it was in, without its own. */
    Set<String> remove(R recipient);

    /** No effect for a recipient that is not here. */
    void join(R recipient, Collection<String> rooms);

    /** No effect for a recipient that is not there. A recipient cannot leave its own room. */
    void leave(R recipient, Collection<String> rooms);

    /** The rooms of a recipient, without its own. */
    Set<String> rooms(R recipient);

    /** How many recipients are here. */
    int size();

    /** How many recipients here are in the room. */
    int size(String room);

    /** The recipients here who are selected, each once. */
    Iterable<R> local(Selection selection);

    /**
     * Does something to all who are selected.
     *
     * @param localOnly only to those on this node
     */
    void command(Selection selection, SocketCommand command, boolean localOnly);

    /**
     * Sends the packet to all who are selected, each once.
     *
     * @param lossy drop it for those that cannot take it at once
     * @param localOnly only those on this node
     */
    void broadcast(Selection selection, EncodedPacket packet, boolean lossy, boolean localOnly);

    /** Tells the other nodes' applications an event. */
    void serverSideEmit(EncodedPacket event);

    /**
     * Asks the other nodes' applications; the stage is completed on the handler pool, when all have answered or are gone,
     * or after the time, and does not fail.
     */
    CompletionStage<NodeAnswers> serverSideAsk(EncodedPacket event, Duration longest);

    /** The namespace is gone: frees what the adapter holds. Nothing is called on it afterwards. */
    void close();

    /** Makes the adapters of a server, and knows its nodes. */
    interface Factory {
        /**
         * Makes the adapter of a namespace.
         *
         * @param namespace unique among the adapters of this factory
         * @param log keeps what is broadcast, unless it is lossy; null: nothing is kept
         */
        <R extends Recipient> Adapter<R> adapter(String namespace, Recipients<R> recipients, @Nullable RecoveryLog log);

        /** The name of this node: random, new with each start. */
        String nodeId();

        /** All nodes, this one included. */
        Set<String> nodes();

        /** Calls the listener when nodes have come or gone, with all nodes; one call at a time. */
        void onNodesChanged(Consumer<Set<String>> listener);
    }
}
