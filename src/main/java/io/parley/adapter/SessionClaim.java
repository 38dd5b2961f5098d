package io.parley.adapter;

import java.util.Set;

/**
 * A node asks the others for a session, since its client has come to it.
 *
 * @param id the recovery id
 * @param generation of the state that the node knows: how often the session has moved
 * @param since how far the client is
 * @param rooms those that it is in, as far as the node knows, its own among them
 * @param packets whether the node wants what the client has missed, since it has not heard all of it itself
 */
public record SessionClaim(String id, long generation, Offset since, Set<String> rooms, boolean packets) {
    /**
     * Keeps a copy of the rooms.
     *
     * @param id any text
     * @param generation 1 or more
     * @param since any
     * @param rooms none of them null
     * @param packets true or false
     */
    public SessionClaim {
        rooms = Set.copyOf(rooms);
    }
}
