package io.parley.adapter;

import io.parley.packet.EncodedPacket;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The rooms of one namespace, and the way to the sockets in them. Thread-safe; nothing here blocks.
 *
 * @param <R> who can be in the rooms
 */
public interface Adapter<R extends Recipient> {
    /**
     * The recipient is here from now on.
     *
     * @param recipient not here yet
     * @param rooms those it is in, besides its own
     */
    void add(R recipient, Collection<String> rooms);

    /**
     * The recipient has gone. No effect for one that is not here.
     *
     * @param recipient leaves all rooms
     * @return the rooms it was in, without its own
     */
    Set<String> remove(R recipient);

    /**
     * Puts a recipient into rooms; they come into being by that. No effect for a recipient that is not here.
     *
     * @param recipient one that is here
     * @param rooms those it is in already do not matter
     */
    void join(R recipient, Collection<String> rooms);

    /**
     * Takes a recipient out of rooms; a room that nobody is in is gone. No effect for a recipient that is not here.
     *
     * @param recipient one that is here
     * @param rooms those it is not in do not matter, nor does its own, which it cannot leave
     */
    void leave(R recipient, Collection<String> rooms);

    /**
     * {@return the rooms of a recipient, without its own; empty if it is not here}
     *
     * @param recipient perhaps one that is here
     */
    Set<String> rooms(R recipient);

    /** {@return how many recipients are here} */
    int size();

    /**
     * {@return how many recipients here are in the room}
     *
     * @param room need not exist; the id of a recipient is one
     */
    int size(String room);

    /**
     * {@return the recipients here who are selected, each once; who joins or leaves meanwhile may be among them or not}
     *
     * @param selection evaluated at the call or while the result is iterated over
     */
    Iterable<R> local(Selection selection);

    /**
     * Does something to all who are selected.
     *
     * @param selection evaluated on each node for itself
     * @param command what is done
     * @param localOnly only to those on this node
     */
    void command(Selection selection, SocketCommand command, boolean localOnly);

    /**
     * Sends the packet to all who are selected, each once. If there is a log it is kept, unless it is lossy, or for this node
     * only though there may be others.
     *
     * @param selection evaluated on each node for itself
     * @param packet an event of this namespace
     * @param lossy drop it for those that cannot take it at once
     * @param localOnly only those on this node
     * @throws IllegalArgumentException if the packet is too large for the cluster; nothing is sent then
     */
    void broadcast(Selection selection, EncodedPacket packet, boolean lossy, boolean localOnly);

    /**
     * Tells the other nodes' applications, at most once.
     *
     * @param event what they are told
     */
    void serverSideEmit(EncodedPacket event);

    /**
     * Asks the other nodes' applications.
     *
     * @param event what they are asked
     * @param longest the time for the answers
     * @return completed on the handler pool, when all have answered or are gone, or after the time; already complete if
     *     there are no other nodes; never fails
     */
    CompletionStage<NodeAnswers> serverSideAsk(EncodedPacket event, Duration longest);

    /**
     * Asks for the sockets of the other nodes.
     *
     * @param selection evaluated on each node for itself
     * @param longest the time for the answers
     * @return completed on the handler pool, when all have answered or are gone, or after the time; already complete if
     *     there are no other nodes; never fails
     */
    CompletionStage<NodeSockets> fetch(Selection selection, Duration longest);

    /**
     * Sends the packet to all who are selected on the other nodes, and asks each of them for an answer. What this thread
     * broadcasts later comes there later.
     *
     * @param selection evaluated on each node for itself
     * @param question an event of this namespace with an ack id, in the place of which each node puts one of its own
     * @param lossy drop it for those that cannot take it at once
     * @param longest the time for the answers; null: as long as the sockets live
     * @param only the id of a socket whose answer is all that is wanted; null: those of all
     * @return completed on the handler pool, when all have answered or are gone, or after the time; already complete if
     *     there are no other nodes; never fails
     * @throws IllegalArgumentException if the packet is too large for the cluster; nothing is sent then
     */
    CompletionStage<SocketAnswers> ask(
            Selection selection,
            EncodedPacket question,
            boolean lossy,
            @Nullable Duration longest,
            @Nullable String only);

    /** {@return what the nodes tell each other of clients that may come back} */
    SharedSessions sessions();

    /** The namespace is gone: frees what the adapter holds. Nothing is called on it afterwards. */
    void close();

    /** Makes the adapters of a server, and knows its nodes. */
    interface Factory {
        /**
         * Makes the adapter of a namespace.
         *
         * @param <R> who can be in its rooms
         * @param namespace unique among the adapters of this factory
         * @param recipients those here, to whom the adapter delivers
         * @param log keeps what is broadcast; null: nothing is kept
         * @return a new adapter, to be closed when the namespace is gone
         */
        <R extends Recipient> Adapter<R> adapter(String namespace, Recipients<R> recipients, @Nullable RecoveryLog log);

        /**
         * Begins to hear what the other nodes tell of users, and to tell them. To be called once.
         *
         * @param listener called before this method has returned, too
         * @return tells the others
         */
        UserTable users(UserTable.Listener listener);

        /** {@return the name of this node: random, new with each start} */
        String nodeId();

        /** {@return what the bus between the nodes has seen, by names like {@code gaps.lost}; empty without one; a copy} */
        default Map<String, Long> counters() {
            return Map.of();
        }

        /** {@return the ids of all nodes, this one included} */
        Set<String> nodes();

        /**
         * Adds a listener to nodes that come and go.
         *
         * @param listener given all nodes after each change, one call at a time; must return quickly
         */
        void onNodesChanged(Consumer<Set<String>> listener);

        /**
         * Adds a listener to losses between nodes.
         *
         * @param listener told what this node will never get, one call at a time; must return quickly
         */
        void onGap(Consumer<ClusterGap> listener);
    }
}
