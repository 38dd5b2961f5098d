package io.parley.cluster;

/**
 * What a bus has seen since it was started.
 *
 * @param sent on the way out
 * @param ring kept to be sent again
 * @param received on the way in
 * @param gaps what did not come at once
 * @param lag how far behind it is now
 */
public record BusCounters(Sent sent, Ring ring, Received received, Gaps gaps, Lag lag) {
    /**
     * What the bus has not done yet.
     *
     * @param queuedBytes frames of this node that wait to be handed to the network, see {@link BusLimits#maxQueuedBytes}
     * @param queuedMillis for how long the first of them has waited, in milliseconds; 0 if there are none
     * @param missingFrames frames of other nodes that are missing now, and still waited for
     */
    public record Lag(long queuedBytes, long queuedMillis, long missingFrames) {}

    /**
     * Frames of this node.
     *
     * @param frames handed to the network for the first time
     * @param dropped not handed to it: the queue was full or the bus was down; those that are in the ring still reach
     *     the others when it is up again
     * @param unreachable not sent, for the one node they were for is not in the cluster
     * @param heartbeats handed to the network
     */
    public record Sent(long frames, long dropped, long unreachable, long heartbeats) {}

    /**
     * Frames of this node that are kept.
     *
     * @param frames kept now
     * @param bytes that they take now, see {@link BusLimits#ringBytes}
     * @param repeated sent once more to a node that asked
     * @param gone told to a node that asked as kept no longer
     * @param refusedRequests not answered: of no member, of another epoch, or more than one node may have in a second
     */
    public record Ring(long frames, long bytes, long repeated, long gone, long refusedRequests) {}

    /**
     * Frames of other nodes.
     *
     * @param frames delivered to the listener
     * @param heartbeats heard
     * @param duplicates dropped because the same had come before
     * @param strange dropped because their node never told where this one is to begin, or because they are for another
     *     node
     * @param malformed dropped because they are not our bytes or are damaged
     * @param unknown dropped because their version or kind is not known here (another release)
     * @param tooLarge dropped because of {@link BusLimits#maxFrameBytes}
     * @param forged dropped because they are not signed with a {@linkplain FrameKeys key} of this node
     */
    public record Received(
            long frames,
            long heartbeats,
            long duplicates,
            long strange,
            long malformed,
            long unknown,
            long tooLarge,
            long forged) {}

    /**
     * Frames of other nodes that did not come in their turn. What is missing and neither repaired nor lost is still
     * waited for.
     *
     * @param missing noticed to be missing
     * @param repaired came later
     * @param lost given up
     * @param announced how often listeners were told of a {@link Gap}
     * @param heldFrames that wait now for an earlier one
     * @param heldBytes that they take now, see {@link BusLimits#heldBytes}
     */
    public record Gaps(long missing, long repaired, long lost, long announced, long heldFrames, long heldBytes) {}
}
