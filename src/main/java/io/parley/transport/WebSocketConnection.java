package io.parley.transport;

import io.parley.engine.EngineOptions;
import java.time.Duration;

/**
 * One WebSocket, whatever the container calls it, whose session is on this node or on another one. The container's side
 * says {@link #opened}, {@link #ready}, then what it receives, and at the end {@link #failed}, {@link #closed}, or both.
 *
 * <p>Messages come in parts, so that the limit holds for the whole message and not for each fragment, on every
 * container. What is received comes from one thread at a time.
 */
public sealed interface WebSocketConnection permits LocalConnection, RelayedConnection {
    /** {@return the options of the server that it belongs to} */
    EngineOptions options();

    /** {@return whether to accept permessage-deflate; browsers offer it always, and it mostly costs more than it saves} */
    default boolean compress() {
        return options().perMessageDeflate();
    }

    /** {@return bytes of one message that are accepted} */
    default int limit() {
        return options().maxPayloadBytes();
    }

    /**
     * {@return how long a container must let a silent connection live: our heartbeat, which watches it, ends it
     * earlier}
     */
    default Duration idleTimeout() {
        return options().pingInterval().plus(options().pingTimeout()).plusSeconds(10);
    }

    /**
     * The WebSocket is open. Gives it to its session, which may refuse it: then it is being closed when this returns.
     *
     * @param channel for sending
     * @return who is to be told of the end of each message
     */
    WebSocketChannel.Sender opened(WebSocketChannel channel);

    /** From now on messages can be received and sent. The first ones are sent by this call. */
    void ready();

    /**
     * A part of a text message has come.
     *
     * @param part of any length
     * @param last whether the message is complete with it
     */
    void text(String part, boolean last);

    /**
     * A part of a text message has come. One that is not UTF-8 as a whole is answered with close code 1007.
     *
     * @param part may end inside a character; must not be changed afterwards
     * @param last whether the message is complete with it
     */
    void utf8(byte[] part, boolean last);

    /**
     * A part of a binary message has come.
     *
     * @param part must not be changed afterwards
     * @param last whether the message is complete with it
     */
    void binary(byte[] part, boolean last);

    /** {@return whether no further message should be read now, since the handlers have to catch up first} */
    boolean isFull();

    /**
     * Runs a task once further messages should be read.
     *
     * @param task runs now, on this thread, or later, on the one that makes room
     */
    void whenRoom(Runnable task);

    /**
     * The WebSocket is closed, by whomever.
     *
     * @param code of the close frame, or what the container says instead if none came
     */
    void closed(int code);

    /**
     * The WebSocket has failed. It is closed if the container has not done so.
     *
     * @param failure what the container says
     */
    void failed(Throwable failure);
}
