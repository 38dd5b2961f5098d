package io.parley.chat;

import io.parley.SocketIoApplication;
import io.parley.SocketIoServer;
import java.time.Clock;

/**
 * The chat of the WAR, in the namespace {@code "/"}. What it keeps, it keeps in memory: people and rooms as long as
 * they are here, and the last messages of each room (see {@link History}); a restart forgets them.
 */
public final class ChatApplication implements SocketIoApplication {
    /** A chat that waits for its server. */
    public ChatApplication() {}

    /** Opens the chat. */
    @Override
    public void start(SocketIoServer io) {
        new Chat(io, Clock.systemUTC()).open();
    }
}
