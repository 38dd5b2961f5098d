package io.parley.adapter;

/**
 * Told of the rooms of one node as they change: called on the thread that changes them, after the change, in the order
 * of what one recipient does; must return quickly. The room of a recipient alone counts too.
 */
public interface RoomListener {
    /** The first recipient of this node has joined. */
    void created(String room);

    /** The last recipient of this node has left. */
    void deleted(String room);

    /** The recipient of that id has joined. */
    void joined(String room, String id);

    /** The recipient of that id has left. */
    void left(String room, String id);
}
