package io.parley.packet;

import io.parley.kernel.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * Reads the packets of one client: of each a text, then the attachments that it announced; or, if the parser writes no
 * text, a binary message. Confined to the serial executor of the client's session.
 *
 * <p>A message that breaks the protocol throws {@link InvalidPacketException}. Whatever was collected until then is
 * forgotten; the caller is expected to close the session.
 */
public interface PacketDecoder {
    /**
     * Reads a text message.
     *
     * @param message without the Engine.IO type in front
     * @return the packet; null if there is nothing to deliver: the attachments are still to come (see
     *     {@link #incomplete()}), or it was an event without payload or an ack without id, which mean nothing
     * @throws InvalidPacketException if it is no packet, exceeds a limit, came instead of an attachment, or the parser
     *     writes no text
     */
    @Nullable
    Packet text(String message);

    /**
     * Reads a text message that is the end of a longer text.
     *
     * @param text the message, and what stands before it
     * @param start where the message begins
     * @return as by {@link #text(String)}
     * @throws InvalidPacketException as by {@link #text(String)}
     */
    default @Nullable Packet text(String text, int start) {
        return text(text.substring(start));
    }

    /**
     * Reads a binary message.
     *
     * @param message an attachment, or a packet if the parser writes no text
     * @return the packet, if this was its last attachment; null if more are to come, or if the packet means nothing
     * @throws InvalidPacketException if no attachment is due, the attachments together are too large, or it is no
     *     packet
     */
    @Nullable
    Packet binary(Bytes message);

    /** {@return whether attachments are awaited} Whoever owns the clock bounds how long. */
    boolean incomplete();
}
