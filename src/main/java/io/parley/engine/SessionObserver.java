package io.parley.engine;

import java.util.List;

/**
 * Sees what a session does, to count or to log it; changes nothing. Called on the session's serial: one call at a time, in
 * order; must not block. What it throws is logged, and the session goes on. Socket.IO: the events of an Engine.IO socket.
 */
public interface SessionObserver {
    /**
     * A packet has come in over the session's transport, and is acted upon next. Socket.IO: {@code packet}; {@code message}
     * and {@code data} for those of type message, {@code heartbeat} for pings and pongs.
     *
     * @param packet of any type
     */
    default void packetReceived(EnginePacket packet) {}

    /**
     * A packet is to be sent: at once or, if the transport is not ready, later. Not called for what is dropped, for packets of
     * the upgrade, and for the close packet. Socket.IO: {@code packetCreate}.
     *
     * @param packet of any type
     */
    default void packetCreated(EnginePacket packet) {}

    /**
     * Packets are given to the transport. Socket.IO: {@code flush}.
     *
     * @param batch in their order; never empty
     */
    default void flushed(List<? extends EnginePacket> batch) {}

    /** The transport has sent what it was given, or a poll has come for more. Socket.IO: {@code drain}. */
    default void drained() {}

    /** A WebSocket wants to take over from polling. Socket.IO: {@code upgrading}. */
    default void upgrading() {}

    /** It has taken over. Socket.IO: {@code upgrade}. */
    default void upgraded() {}

    /**
     * The session is over for the layer above, which has been told; last packets may still be flushed. Socket.IO: {@code
     * close}.
     *
     * @param reason why
     * @param description what exactly happened, for logs; never sent to the peer
     */
    default void closed(CloseReason reason, String description) {}
}
