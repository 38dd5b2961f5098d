package io.parley.packet;

import java.util.Set;

/** The event names that nobody may send, because client libraries use them for their own events. */
public final class ReservedEvents {
    private static final Set<String> NAMES =
            Set.of("connect", "connect_error", "disconnect", "disconnecting", "newListener", "removeListener");

    private ReservedEvents() {}

    /**
     * {@return whether the name is reserved} {@code "error"}, {@code "connection"} and {@code "message"} are not.
     *
     * @param name of an event; case matters
     */
    public static boolean contains(String name) {
        return NAMES.contains(name);
    }
}
