package io.parley.adapter;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How far somebody is in the packets of each node, which each number their own. A value.
 *
 * <p>As text: {@code origin-number.origin-number}, the numbers with radix 36.
 *
 * @param numbers of the last packet of each origin, by its tag; an origin that is missing has said nothing yet
 */
public record Position(Map<String, Long> numbers) {
    /** Before everything. */
    public static final Position START = new Position(Map.of());

    /** Origins that are read; a text with more is none. */
    private static final int MOST_ORIGINS = 256;

    /**
     * Keeps a copy.
     *
     * @param numbers 1 or more
     */
    public Position {
        numbers = Map.copyOf(numbers);
    }

    /**
     * Reads a text.
     *
     * @param text any, such as what a client sent
     * @return empty if it is no position
     */
    public static Optional<Position> parse(String text) {
        var numbers = new HashMap<String, Long>();
        for (var part : text.isEmpty() ? new String[0] : text.split("\\.", MOST_ORIGINS + 1)) {
            int dash = part.lastIndexOf('-');
            long number = dash < 1 ? -1 : number(part.substring(dash + 1));
            if (number < 0 || numbers.size() == MOST_ORIGINS) {
                return Optional.empty();
            }
            numbers.put(part.substring(0, dash), number);
        }
        return Optional.of(new Position(numbers));
    }

    /** Reads a number; -1 if it is none. */
    static long number(String text) {
        try {
            return Math.max(-1, Long.parseLong(text, Character.MAX_RADIX));
        } catch (NumberFormatException none) {
            return -1;
        }
    }

    /**
     * {@return whether a packet lies before it or at it}
     *
     * @param origin who has numbered it
     * @param number of the packet
     */
    public boolean covers(String origin, long number) {
        return number <= at(origin);
    }

    /**
     * {@return whether it is nowhere behind another one}
     *
     * @param other any
     */
    public boolean covers(Position other) {
        return other.numbers.entrySet().stream().allMatch(one -> covers(one.getKey(), one.getValue()));
    }

    /**
     * {@return the one that is as far as the two are in each origin}
     *
     * @param other any
     */
    public Position and(Position other) {
        if (covers(other)) {
            return this;
        }
        var further = new HashMap<>(numbers);
        other.numbers.forEach((origin, number) -> further.merge(origin, number, Math::max));
        return new Position(further);
    }

    /**
     * {@return the one behind a packet}
     *
     * @param origin who has numbered it
     * @param number of the packet
     */
    public Position and(String origin, long number) {
        return and(new Position(Map.of(origin, number)));
    }

    long at(String origin) {
        return numbers.getOrDefault(origin, 0L);
    }

    @Override
    public String toString() {
        var text = new StringBuilder();
        new TreeMap<>(numbers).forEach((origin, number) -> append(text, origin, number));
        return text.toString();
    }

    /** Adds an origin to a text. */
    static void append(StringBuilder text, String origin, long number) {
        if (!text.isEmpty() && text.charAt(text.length() - 1) != Offset.DIVIDER) {
            text.append('.');
        }
        text.append(origin).append('-').append(Long.toString(number, Character.MAX_RADIX));
    }
}
