package io.parley.cluster;

import io.parley.kernel.Bytes;

/**
 * What one node tells all others, or one of them: some bytes on a channel, and their place in a stream of that node.
 *
 * <p>A node has one stream to all others, and one to each of them. Each has a sequence of its own, over all channels: a
 * lost frame shows with the next one of <em>any</em> channel (a quiet channel would hide it for long), and a receiver
 * keeps two positions per node instead of one per node and namespace.
 *
 * @param node the id of the origin
 * @param epoch grows each time the origin starts its sequences anew; compared by subtraction
 * @param sequence 1 for the first frame of a stream in an epoch, then 2, 3 …
 * @param channel what the body is about
 * @param body opaque here
 */
public record Frame(String node, long epoch, long sequence, String channel, Bytes body) {
    /** Characters that a node id may have. */
    public static final int MAX_NODE_LENGTH = 64;

    /** Characters that a channel may have. */
    public static final int MAX_CHANNEL_LENGTH = 1024;

    /** The last number of a sequence; nobody lives to see it. */
    static final long MAX_SEQUENCE = Long.MAX_VALUE >>> 1;

    /**
     * Checks the limits.
     *
     * @param node 1 to {@value #MAX_NODE_LENGTH} characters
     * @param epoch any number
     * @param sequence 1 to 2<sup>62</sup> - 1
     * @param channel 1 to {@value #MAX_CHANNEL_LENGTH} characters
     * @param body any bytes, none included
     * @throws IllegalArgumentException if a component is not within its limits
     */
    public Frame {
        requireLength("a node id", node, MAX_NODE_LENGTH);
        requireLength("a channel", channel, MAX_CHANNEL_LENGTH);
        if (sequence < 1 || sequence > MAX_SEQUENCE) {
            throw new IllegalArgumentException("sequence " + sequence + ": must be 1 to " + MAX_SEQUENCE);
        }
    }

    static void requireLength(String what, String text, int most) {
        if (text.isEmpty() || text.length() > most) {
            throw new IllegalArgumentException(what + " of " + text.length() + " characters: must have 1 to " + most);
        }
    }
}
