package io.parley.engine;

import java.util.List;

/**
 * A door to the peer that opens for one batch at a time.
 *
 * <p>It says {@link EngineSession#ready ready}, is then given one batch, and gets no other before it has said ready
 * again: a polling transport when the next poll waits, a WebSocket when the last frame of the batch has been sent, which
 * may be before {@link #write} returns. All
 * methods are called by the session, one call at a time, and must not block. What arrives goes to
 * {@link EngineSession#received}, the end of the connection to {@link EngineSession#lost}.
 */
public interface Transport {
    /** {@return its name on the wire} */
    TransportName name();

    /**
     * Sends packets. Failure is told through {@link EngineSession#lost}.
     *
     * @param batch in order, never empty
     * @return true: it is ready for the next batch already, and does not say so again; false: it will say so
     */
    boolean write(List<? extends EnginePacket> batch);

    /**
     * Ends the connection: a waiting poll is answered with a close packet, a WebSocket is closed. What is being written
     * may be lost. Nothing is written afterwards. More calls have no effect.
     */
    void close();

    /** The same, since the peer may not be here any longer: a WebSocket is closed with 1008. */
    default void expel() {
        close();
    }

    /** The same, since another transport has taken over: a poll that still waits came too late and is refused. */
    void replaced();
}
