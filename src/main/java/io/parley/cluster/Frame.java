package io.parley.cluster;

import io.parley.kernel.Bytes;

/**
 * What one node tells all others: some bytes on a channel, and their place in that node's sequence.
 *
 * <p>The sequence runs per origin node, over all its channels, not per channel: every node hears everything, so one
 * number per origin suffices, a lost frame shows with the next one of <em>any</em> channel (a quiet channel would hide
 * it for long), and a receiver keeps one position per node instead of one per node and namespace.
 *
 * @param node the id of the origin
 * @param epoch grows each time the origin starts its sequence anew; compared by subtraction
 * @param sequence 1 for the first frame of an epoch, then 2, 3 …
 * @param channel what the body is about
 * @param body opaque here
 */
public record Frame(String node, long epoch, long sequence, String channel, Bytes body) {
    /** Characters that a node id may have. */
    public static final int MAX_NODE_LENGTH = 64;

    /** Characters that a channel may have. */
    public static final int MAX_CHANNEL_LENGTH = 1024;

    /**
     * Checks the limits.
     *
     * @param node 1 to {@value #MAX_NODE_LENGTH} characters
     * @param epoch any number
     * @param sequence 1 or more
     * @param channel 1 to {@value #MAX_CHANNEL_LENGTH} characters
     * @param body any bytes, none included
     * @throws IllegalArgumentException if a component is not within its limits
     */
    public Frame {
        requireLength("a node id", node, MAX_NODE_LENGTH);
        requireLength("a channel", channel, MAX_CHANNEL_LENGTH);
        if (sequence < 1) {
            throw new IllegalArgumentException("sequence " + sequence + ": must be 1 or more");
        }
    }

    static void requireLength(String what, String text, int most) {
        if (text.isEmpty() || text.length() > most) {
            throw new IllegalArgumentException(what + " of " + text.length() + " characters: must have 1 to " + most);
        }
    }
}
