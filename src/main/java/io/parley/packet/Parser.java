package io.parley.packet;

import java.util.List;
import java.util.Map;

/**
 * Writes packets to the wire and reads them from it: {@link JsonParser}, {@link MsgpackParser}, or another. Socket.IO:
 * {@code parser}. Must be the same on both sides, and on all nodes of a cluster. Thread-safe.
 *
 * <p>The arguments of an application are turned into a {@link Payload} once, at the call; what they hold later does
 * not matter.
 */
public interface Parser {
    /**
     * Writes a packet.
     *
     * @param packet its payload need not come from this parser, but is written faster if it does
     * @return what may be sent to any number of clients
     * @throws IllegalArgumentException if the packet's payload came from elsewhere and cannot be written, see
     *     {@link #payload(String, List)}
     */
    EncodedPacket encode(Packet packet);

    /**
     * {@return the payload of an {@linkplain Packet.Event event}}
     *
     * @param eventName anything but a {@linkplain ReservedEvents reserved} name
     * @param arguments an {@link Arguments} among them stands for all that it holds, one after another; bytes anywhere
     *     in them travel as attachments, or as bytes if the format has those
     * @throws IllegalArgumentException if the name is reserved, or an argument cannot be written: it is nested too deep
     *     or contains itself, there are too many attachments, or it cannot be converted
     */
    Payload payload(String eventName, List<?> arguments);

    /**
     * {@return the payload of an {@linkplain Packet.Ack ack}}
     *
     * @param arguments as for events
     * @throws IllegalArgumentException if an argument cannot be written, as for events
     */
    Payload payload(List<?> arguments);

    /**
     * {@return the payload of a {@linkplain Packet.Connect CONNECT} or {@linkplain Packet.ConnectError CONNECT_ERROR}}
     *
     * @param fields without bytes, where they would need attachments
     * @throws IllegalArgumentException if a value cannot be written, or could only be written as an attachment
     */
    Payload object(Map<String, ?> fields);

    /**
     * {@return an event with one more argument, a text}
     *
     * @param event what {@link #encode} of this parser made of an event
     * @param argument of characters that need no escape
     */
    EncodedPacket append(EncodedPacket event, String argument);

    /** {@return a new decoder, for one client} */
    PacketDecoder decoder();
}
