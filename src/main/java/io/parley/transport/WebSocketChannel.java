package io.parley.transport;

import io.parley.engine.TextPacket;
import io.parley.kernel.Bytes;

/**
 * What we need of a container's WebSocket for sending. Messages are sent one at a time: the end of each is told to whom
 * {@link WebSocketConnection#opened} has named, inside the call or later on any thread, before the next one is given.
 */
public interface WebSocketChannel {
    /**
     * Sends a packet as a text message.
     *
     * @param packet may be on its way to many others, too
     * @throws IllegalStateException if the connection cannot send any more; nothing is told then
     */
    void sendText(TextPacket packet);

    /**
     * Sends a text message.
     *
     * @param text of any length
     * @throws IllegalStateException if the connection cannot send any more; nothing is told then
     */
    void sendText(String text);

    /**
     * Sends a binary message.
     *
     * @param data of any size
     * @throws IllegalStateException if the connection cannot send any more; nothing is told then
     */
    void sendBinary(Bytes data);

    /**
     * Closes the connection, and cuts it if the peer does not answer for 2 s. May block for seconds; called at most
     * once, not while a message is being sent unless that takes too long. If the connection is gone, nothing happens.
     *
     * @param code of the close frame (RFC 6455, section 7.4)
     */
    void close(int code);

    /** Who is told of the end of each message. */
    @FunctionalInterface
    interface Sender {
        /**
         * The message is out, or will never be.
         *
         * @param out whether it was handed to the network
         */
        void sent(boolean out);
    }
}
