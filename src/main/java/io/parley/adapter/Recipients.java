package io.parley.adapter;

import io.parley.packet.EncodedPacket;

/** The recipients on this node: what an adapter delivers to. Thread-safe; must not block. */
public interface Recipients<R extends Recipient> extends RoomListener {
    /**
     * Sends the packet to each of the selected.
     *
     * @param lossy drop it for those that cannot take it at once
     */
    void deliver(EncodedPacket packet, boolean lossy, Iterable<R> selected);

    /** Does something to each of the selected. */
    void command(SocketCommand command, Iterable<R> selected);

    /** Another node's application has told ours an event. */
    void serverSideEvent(EncodedPacket event);
}
