package io.parley.adapter;

/**
 * Told of the rooms of one node as they change: called on the thread that changes them, after the change, in the order
 * of what one recipient does; must return quickly. The room of a recipient alone counts too.
 */
public interface RoomListener {
    /**
     * The first recipient of this node has joined.
     *
     * @param room did not exist on this node before
     */
    void created(String room);

    /**
     * The last recipient of this node has left.
     *
     * @param room does not exist on this node any more
     */
    void deleted(String room);

    /**
     * A recipient has joined.
     *
     * @param room the one it is in now
     * @param id of the recipient
     */
    void joined(String room, String id);

    /**
     * A recipient has left.
     *
     * @param room the one it is in no more
     * @param id of the recipient
     */
    void left(String room, String id);
}
