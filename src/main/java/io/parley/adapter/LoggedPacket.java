package io.parley.adapter;

import io.parley.packet.EncodedPacket;

/**
 * A packet that can be recovered.
 *
 * @param origin the tag of the node that has numbered it
 * @param number 1, 2, 3 … of each origin
 * @param selection whom it is for
 * @param packet without its offset
 */
public record LoggedPacket(String origin, long number, Selection selection, EncodedPacket packet) {
    /** {@return its characters of text and bytes of attachments} */
    public long size() {
        return ClusterMessage.sizeOf(packet);
    }
}
