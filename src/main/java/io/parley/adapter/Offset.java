package io.parley.adapter;

import java.util.Optional;

/**
 * What a client remembers of the last packet that it got: the last argument of each event that can be recovered. As text:
 * {@code node.sequence~position}, for packets that it got when it was recovered {@code ~position}.
 *
 * @param node the tag of the node that has sent the packet; empty if it was sent to this client alone, after it had come back
 * @param sequence the packet's number there, over all origins; 0 if there is no node
 * @param position how far the client is with it
 */
public record Offset(String node, long sequence, Position position) {
    static final char DIVIDER = '~';

    /**
     * {@return the offset of a packet for a client that has come back}
     *
     * @param position how far it is with the packet
     */
    public static Offset of(Position position) {
        return new Offset("", 0, position);
    }

    /**
     * Reads a text.
     *
     * @param text any, such as what a client sent
     * @return empty if it is no offset
     */
    public static Optional<Offset> parse(String text) {
        int divider = text.indexOf(DIVIDER);
        if (divider < 0) {
            return Optional.empty();
        }
        var position = Position.parse(text.substring(divider + 1));
        if (divider == 0) {
            return position.map(Offset::of);
        }
        int dot = text.lastIndexOf('.', divider);
        long sequence = dot < 1 ? -1 : Position.number(text.substring(dot + 1, divider));
        return sequence < 0 ? Optional.empty() : position.map(at -> new Offset(text.substring(0, dot), sequence, at));
    }

    /** Begins a text; the position follows. */
    static StringBuilder begin(String node, long sequence) {
        return new StringBuilder(64)
                .append(node)
                .append('.')
                .append(Long.toString(sequence, Character.MAX_RADIX))
                .append(DIVIDER);
    }

    @Override
    public String toString() {
        return (node.isEmpty() ? new StringBuilder().append(DIVIDER) : begin(node, sequence))
                .append(position)
                .toString();
    }
}
