package io.parley.packet;

import io.parley.kernel.Bytes;
import java.util.List;

/**
 * A packet as it goes over the wire: one text message, and after it, with nothing in between, each attachment as a
 * binary message. Encoded once and shared by all recipients. Immutable, with value equality.
 *
 * @param text the Socket.IO packet, without the Engine.IO type in front
 * @param attachments in the order in which they are sent; mostly empty
 */
public record EncodedPacket(String text, List<Bytes> attachments) {
    public EncodedPacket {
        attachments = List.copyOf(attachments);
    }
}
