package io.parley.cluster;

import io.parley.kernel.Bytes;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The port through which the nodes of a cluster talk: what one node publishes reaches all others.
 *
 * <p>Delivery is at most once. Frames of one node reach each other node in the order in which they were published, each
 * once; a frame may be lost (partition, dead connection, full queue), which the receivers notice by a hole in the
 * sequence and {@linkplain #counters() count}. What a node publishes does not come back to it. Thread-safe.
 */
public interface ClusterBus extends AutoCloseable {
    /** {@return the id of this node: 20 characters, random, another one each time a bus is started} */
    String nodeId();

    /**
     * Names the listener of the frames of all other nodes. Frames that arrive earlier are lost without being counted.
     * May block while the cluster is told, as a part of starting.
     *
     * @param listener called on a thread of the bus, one frame at a time, those of one node in order; must return
     *     quickly, for it holds up all frames behind. What it throws is reported to the operator; the next frame comes
     *     all the same.
     * @throws IllegalStateException if there is a listener already
     */
    void subscribe(Consumer<Frame> listener);

    /**
     * Sends bytes to all other nodes. Returns at once: never waits for the network, never throws for an outage. Frames
     * that one thread publishes arrive in the order of the calls. A frame that cannot be sent (full queue, bus down) is
     * dropped and counted, and the operator is warned once per outage. Nothing happens after {@link #close}.
     *
     * @param channel what the bytes are about, 1 to {@value Frame#MAX_CHANNEL_LENGTH} characters
     * @param body opaque to the bus
     * @throws IllegalArgumentException if the frame would be larger than {@link BusLimits#maxFrameBytes}, or the
     *     channel is empty, too long or holds half a surrogate pair; nothing is sent then
     */
    void publish(String channel, Bytes body);

    /**
     * {@return the ids of the nodes in the cluster now, as this node sees it, its own included; only its own after
     * close}
     */
    Set<String> members();

    /**
     * Adds a listener to changes of {@link #members}; there may be several.
     *
     * @param listener given the new members after each change, on a thread of the bus, one change at a time, possibly
     *     while a frame is delivered on another; must return quickly
     */
    void onMembers(Consumer<Set<String>> listener);

    /** {@return what was sent, received, lost and refused since the bus was started} */
    BusCounters counters();

    /**
     * Leaves the cluster. Blocks, for some seconds at most, until frames already published were handed to the network
     * and the threads of the bus have ended. A second call does nothing.
     */
    @Override
    void close();
}
