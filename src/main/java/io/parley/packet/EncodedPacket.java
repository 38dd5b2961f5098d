package io.parley.packet;

import io.parley.kernel.Bytes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A packet as it goes over the wire: a text message, if the parser writes text, and after it, with nothing in between,
 * each attachment as a binary message. Encoded once and shared by all recipients. Immutable, with value equality.
 *
 * @param text the Socket.IO packet, without the Engine.IO type in front; null if the binary messages are all of it
 * @param attachments the binary messages in the order in which they are sent; mostly empty if there is a text
 * @param compress whether it may be compressed on its way
 */
public record EncodedPacket(@Nullable String text, List<Bytes> attachments, boolean compress) {
    /**
     * Keeps a copy of the list.
     *
     * @param text null only if there are attachments
     * @param attachments may be empty if there is a text
     * @param compress true if it may be compressed
     * @throws IllegalArgumentException if there is neither a text nor an attachment
     */
    public EncodedPacket {
        attachments = List.copyOf(attachments);
        if (text == null && attachments.isEmpty()) {
            throw new IllegalArgumentException("a packet of no message");
        }
    }

    /**
     * A packet that may be compressed.
     *
     * @param text null only if there are attachments
     * @param attachments may be empty if there is a text
     * @throws IllegalArgumentException if there is neither a text nor an attachment
     */
    public EncodedPacket(@Nullable String text, List<Bytes> attachments) {
        this(text, attachments, true);
    }

    /**
     * {@return the same messages, to be compressed or not}
     *
     * @param wanted whether they may be compressed
     */
    public EncodedPacket withCompress(boolean wanted) {
        return wanted == compress ? this : new EncodedPacket(text, attachments, wanted);
    }
}
