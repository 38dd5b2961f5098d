package io.parley.cluster;

/**
 * What a bus has seen since it was started.
 *
 * @param sent on the way out
 * @param received on the way in
 */
public record BusCounters(Sent sent, Received received) {
    /**
     * Frames of this node.
     *
     * @param frames handed to the network
     * @param dropped not sent: the queue was full or the bus was down; receivers see a hole in the sequence
     */
    public record Sent(long frames, long dropped) {}

    /**
     * Frames of other nodes.
     *
     * @param frames delivered to the listener
     * @param missing holes in the sequences; frames of a node before the first one heard of it do not count
     * @param duplicates dropped because the same or a later one of that node had come before
     * @param malformed dropped because they are not our bytes or are damaged
     * @param unknown dropped because their version or kind is not known here (another release)
     * @param tooLarge dropped because of {@link BusLimits#maxFrameBytes}
     */
    public record Received(long frames, long missing, long duplicates, long malformed, long unknown, long tooLarge) {}
}
