package io.parley.transport;

import io.parley.engine.Refusal;

/**
 * What the door runs for one request or WebSocket whose session is on another node. What its owner says that is not about
 * such a thing is ignored.
 */
interface Errand {
    /** It is answered, for good. */
    default void answered(Answer answer) {}

    /** It is refused, for good. */
    default void refused(Refusal refusal) {}

    /** The body is awaited. */
    default void wanted() {}

    /** A message for the peer. */
    default void message(RelayMessage.Part message) {}

    /** So many parts have arrived. */
    default void confirmed(int messages, long bytes) {}

    /** It is to be closed, for good. */
    default void close(int code) {}

    /** This node is about to stop: a connection that lasts is closed. */
    default void leave() {}

    /** The owner cannot be reached any more, or something on the way to or from it is lost. */
    void lost();
}
