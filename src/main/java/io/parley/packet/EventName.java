package io.parley.packet;

import org.jspecify.annotations.Nullable;

/** The rule for the first element of an event's array. */
final class EventName {
    private EventName() {}

    /**
     * The name that a client gave: a string that is not reserved, or a number, as its text.
     *
     * @throws InvalidPacketException if it is neither
     */
    static String received(@Nullable Object first) {
        if (first instanceof Number number) {
            return number.toString();
        }
        if (first instanceof String name && !ReservedEvents.contains(name)) {
            return name;
        }
        throw new InvalidPacketException("invalid payload");
    }

    /**
     * The name that the application gave.
     *
     * @throws IllegalArgumentException if it is reserved
     */
    static String emitted(String name) {
        if (ReservedEvents.contains(name)) {
            throw new IllegalArgumentException("\"" + name + "\" is a reserved event name");
        }
        return name;
    }
}
