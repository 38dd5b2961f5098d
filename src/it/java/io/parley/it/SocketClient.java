package io.parley.it;

import java.util.List;

/**
 * A Socket.IO client of another maker whose events wait for the test. Values are plain Java: maps, lists, strings,
 * numbers, booleans, null, and {@link java.nio.ByteBuffer} for binary data. Whatever waits gives up after 20 s and fails
 * the test. An event by which the server wants an answer is answered with its own arguments, if the test listens to it.
 */
interface SocketClient extends AutoCloseable {
    /** The socket's id, as the client knows it. */
    String id();

    /** Whether the client thinks that it is connected. */
    boolean connected();

    /** The transport that the client uses now: {@code polling} or {@code websocket}. */
    String transport();

    void emit(String event, Object... arguments);

    /** Emits an event and waits for the server's answer. */
    List<Object> ask(String event, Object... arguments);

    /**
     * Waits for the next event of that name and returns its arguments. Apart from the events named at the start there
     * are {@code connect}, {@code connect_error} (an object with the {@code message}) and {@code disconnect} (the reason,
     * from clients that tell it).
     */
    List<Object> next(String event);

    /** Whether no event of that name comes for a fifth of a second. */
    boolean isQuiet(String event);

    /** Sends a message that is no Socket.IO packet: the server closes the connection, as in an accident. */
    void sendGarbage();

    void disconnect();

    @Override
    void close();
}
