package io.parley.cluster;

import io.parley.kernel.Bytes;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The port through which the nodes of a cluster talk: what one node publishes reaches all others, what it sends reaches
 * one.
 *
 * <p>A node's frames to all are one stream, its frames to another node are one stream each. A stream reaches each node
 * that it is for in the order in which it was sent, each frame once. Frames that the network loses (partition, dead
 * connection) are sent again from what their origin {@linkplain BusLimits#ringTime keeps}; those behind them wait
 * meanwhile. What cannot be sent again is {@linkplain #onGap announced}, before the frames behind it are delivered. Only
 * what a node said last, before it died, may be lost without being known to anybody. Between two streams there is no
 * order. A node is owed what is published while the origin has it {@linkplain #members among its members}, or had once.
 * What a node publishes does not come back to it. Thread-safe.
 */
public interface ClusterBus extends AutoCloseable {
    /** {@return the id of this node: 20 characters, random, another one each time a bus is started} */
    String nodeId();

    /**
     * Adds a listener of the frames of all other nodes; there may be several, who tell their frames by the channel. What
     * arrives before the first one is asked for again; a later one hears what is delivered from then on. May block while
     * the cluster is told, as a part of starting. Not to be called by two threads at once.
     *
     * @param listener called on a thread of the bus, one frame at a time, those of one node in order; must return
     *     quickly, for it holds up all frames behind. What it throws is reported to the operator; the others hear of the
     *     frame, and the next one comes, all the same.
     */
    void subscribe(Consumer<Frame> listener);

    /**
     * Sends bytes to all other nodes. Returns at once: never waits for the network, never throws for an outage. Frames
     * that one thread publishes arrive in the order of the calls. When the queue is full a frame is dropped and counted,
     * the operator is warned once per outage, and the receivers hear of a gap. Nothing happens after {@link #close}, or
     * while the node {@linkplain #isAlone has always been alone}.
     *
     * @param channel what the bytes are about, 1 to {@value Frame#MAX_CHANNEL_LENGTH} characters
     * @param body opaque to the bus
     * @throws IllegalArgumentException if the frame would be larger than {@link BusLimits#maxFrameBytes}, or the
     *     channel is empty, too long or holds half a surrogate pair; nothing is sent then
     */
    void publish(String channel, Bytes body);

    /**
     * Checks that bytes can be published.
     *
     * @param channel as for {@link #publish}
     * @param body as for {@link #publish}
     * @throws IllegalArgumentException as {@link #publish}
     */
    void requireFits(String channel, Bytes body);

    /**
     * Sends bytes to one other node, as {@link #publish} does to all.
     *
     * @param node its id
     * @param channel as for {@link #publish}
     * @param body opaque to the bus
     * @return false if nothing is sent, now or later: the node is not among the {@link #members}, the queue is full, or
     *     the bus is closed; counted. True does not mean that it has arrived.
     * @throws IllegalArgumentException as for {@link #publish}, and if the node is this one
     */
    boolean send(String node, String channel, Bytes body);

    /**
     * {@return the ids of the nodes in the cluster now, as this node sees it, its own included; only its own after
     * close}
     */
    Set<String> members();

    /**
     * {@return whether this node has seen no other since its start, so that nobody is owed what it would publish} Once
     * false it stays so: a node that is not there now may be behind a partition, and come back.
     */
    boolean isAlone();

    /**
     * Adds a listener to changes of {@link #members}; there may be several.
     *
     * @param listener given the new members after each change, on a thread of the bus, one change at a time, possibly
     *     while a frame is delivered on another; must return quickly
     */
    void onMembers(Consumer<Set<String>> listener);

    /**
     * Adds a listener to losses; there may be several.
     *
     * @param listener told what this node will never get, on a thread of the bus, in its turn among the frames of that
     *     stream; must return quickly
     */
    void onGap(Consumer<Gap> listener);

    /** {@return what was sent, received, lost and refused since the bus was started} */
    BusCounters counters();

    /**
     * Leaves the cluster. Blocks, for some seconds at most, until frames already published were handed to the network
     * and the threads of the bus have ended. A second call does nothing.
     */
    @Override
    void close();
}
