package io.parley.adapter;

import io.parley.packet.EncodedPacket;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The recipients on this node: what an adapter delivers to. Thread-safe; must not block. */
public interface Recipients<R extends Recipient> extends RoomListener {
    /**
     * Sends the packet to each of the selected.
     *
     * @param lossy drop it for those that cannot take it at once
     */
    void deliver(EncodedPacket packet, boolean lossy, Iterable<R> selected);

    /**
     * The packet as it is sent when it can be recovered: with its offset.
     *
     * @param offset letters, digits, {@code _} and {@code -}
     */
    EncodedPacket stamp(EncodedPacket packet, String offset);

    /**
     * Puts a packet that can be recovered into the queues of the selected, without running them.
     *
     * @param plain the packet without its offset
     * @return runs them
     */
    Runnable enqueue(EncodedPacket stamped, EncodedPacket plain, long sequence, Iterable<R> selected);

    /** Does something to each of the selected. */
    void command(SocketCommand command, Iterable<R> selected);

    /**
     * Another node's application has told ours an event.
     *
     * @param answer sends an ack back to it; null: it waits for none
     */
    void serverSideEvent(EncodedPacket event, @Nullable Consumer<EncodedPacket> answer);
}
