package io.parley.engine;

import java.util.List;
import java.util.function.Consumer;

/** The layer above one session. Called on the session's serial: one call at a time, in order; must not block. */
public interface EngineListener {
    /** The session is open: packets may be sent. Called first, and once. */
    default void opened() {}

    /**
     * The peer has sent a message.
     *
     * @param message a text packet of type message, or a binary packet
     */
    void message(EnginePacket message);

    /** The time is over that was asked for with {@link EngineSession#remindAfter}. */
    default void reminded() {}

    /**
     * The peer may not be here any longer: its login is over. Called before {@link #closed}, which follows at once.
     *
     * @param why for logs
     * @param last sends packets as one unit, the last ones of the session; works only until this returns
     */
    default void expelled(String why, Consumer<List<? extends EnginePacket>> last) {}

    /** The session has changed from polling to WebSocket. */
    default void upgraded() {}

    /**
     * The session is over; called exactly once, and nothing afterwards.
     *
     * @param reason what Socket.IO calls it
     * @param description what exactly happened, for logs; never sent to the peer
     */
    void closed(CloseReason reason, String description);
}
