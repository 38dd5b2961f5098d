package io.parley.planted.chat;

import io.parley.planted.SocketIoApplication;
import java.time.Clock;

/** An application, which may choose its clock where it starts. */
public final class Chat implements SocketIoApplication {
    final Clock clock = Clock.systemUTC();

    static final class Guest {
        final Clock clock = Clock.systemUTC();
    }
}
