package io.parley.packet;

import java.util.Set;

/** The event names that nobody may send, because client libraries use them for their own events. */
public final class ReservedEvents {
    private static final Set<String> NAMES =
            Set.of("connect", "connect_error", "disconnect", "disconnecting", "newListener", "removeListener");

    private ReservedEvents() {}

    /** Whether the name is reserved. {@code "error"}, {@code "connection"} and {@code "message"} are not. */
    public static boolean contains(String name) {
        return NAMES.contains(name);
    }
}
