package io.parley;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Optional;

/**
 * The room of all sockets of a user, on all nodes. Its name begins with U+0000, as no room of an application may; nobody
 * sees it, joins or leaves it but by belonging to the user.
 */
final class UserRoom {
    private static final String PREFIX = "\0user:";
    private static final int MAX_USER_LENGTH = 256;

    private UserRoom() {}

    /** @throws IllegalArgumentException if nobody can have that name */
    static String of(String user) {
        if (!isName(user)) {
            throw new IllegalArgumentException("the name of a user has 1 to " + MAX_USER_LENGTH
                    + " characters, and no half of a surrogate pair, but has " + user.length());
        }
        return PREFIX + user;
    }

    static boolean isName(String user) {
        return !user.isEmpty()
                && user.length() <= MAX_USER_LENGTH
                && StandardCharsets.UTF_8.newEncoder().canEncode(user);
    }

    /** Whether no application may use the room. */
    static boolean isReserved(String room) {
        return room.startsWith("\0");
    }

    /** @throws IllegalArgumentException if an application may not use one of the rooms */
    static void refuseReserved(Collection<String> rooms) {
        for (var room : rooms) {
            if (isReserved(room)) {
                throw new IllegalArgumentException("the name of a room does not begin with U+0000");
            }
        }
    }

    /** The user whose room is among these. */
    static Optional<String> userAmong(Collection<String> rooms) {
        return rooms.stream()
                .filter(room -> room.startsWith(PREFIX))
                .map(room -> room.substring(PREFIX.length()))
                .findAny();
    }
}
