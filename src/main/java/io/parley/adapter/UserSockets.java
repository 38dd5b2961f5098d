package io.parley.adapter;

/**
 * The sockets of a user on one node.
 *
 * @param sockets how many there are
 * @param away how many of these are away
 */
public record UserSockets(int sockets, int away) {
    /** There are none. */
    public static final UserSockets NONE = new UserSockets(0, 0);

    /**
     * Checks the numbers.
     *
     * @param sockets 0 or more
     * @param away 0 or more, not more than there are
     * @throws IllegalArgumentException if one is another
     */
    public UserSockets {
        if (sockets < 0 || away < 0 || away > sockets) {
            throw new IllegalArgumentException(away + " of " + sockets + " sockets are away");
        }
    }

    /**
     * {@return these and some more}
     *
     * @param more how many more there are; less than 0: fewer
     * @param moreAway how many more are away; less than 0: fewer
     * @throws IllegalArgumentException if there would be less than none
     */
    public UserSockets plus(int more, int moreAway) {
        return new UserSockets(sockets + more, away + moreAway);
    }
}
