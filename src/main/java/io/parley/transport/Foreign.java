package io.parley.transport;

import io.parley.kernel.Bytes;

/**
 * A request or a WebSocket of a session of this node that has come to another node. What the door says that is not about such
 * a thing is ignored.
 */
interface Foreign {
    /** The body of a POST has come. */
    default void body(Bytes body) {}

    /** The body of a POST will not come. */
    default void givenUp(boolean tooLarge) {}

    /** A message from the peer, or a part of one. */
    default void part(RelayMessage.Part part) {}

    /** So many messages are out. */
    default void confirmed(int messages, long bytes) {}

    /** The peer has closed it, and it is over. */
    default void closed(int code) {}

    /** It has failed, and is over. */
    default void failed(String failure) {}

    /** The door cannot be reached any more, or something on the way to or from it is lost. */
    void lost();
}
