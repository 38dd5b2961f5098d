package io.parley.transport;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Ends a WebSocket once, and not while a message is being sent unless that takes too long. Thread-safe.
 *
 * <p>The close frame is a message like the others, and one at a time is sent: Open Liberty mixes the two up otherwise, and
 * the thread that closes waits for ever. A peer that takes nothing is not waited for long.
 */
final class ClosingHandshake {
    /** For 2 s it waits for what is being sent. */
    private static final int MOST_PAUSES = 20;

    private static final long PAUSE_NANOS = 100_000_000L;

    private final WebSocketChannel channel;
    private final Executor closer;
    private final AtomicBoolean closed = new AtomicBoolean();

    /** Whether the container has been given a message and has not told its end. */
    private volatile boolean sending;
    /** The thread that closes, if there is one. */
    private volatile @Nullable Thread closing;

    private volatile boolean gone;

    /** @param closer runs the closing handshake, which blocks on some containers */
    ClosingHandshake(WebSocketChannel channel, Executor closer) {
        this.channel = channel;
        this.closer = closer;
    }

    /** A message is about to be given to the container; false: it must not, since the connection is being closed. */
    boolean beginsMessage() {
        sending = true;
        if (closed.get()) {
            sending = false; // in this order, so that either the closing thread waits for us or we see it
            return false;
        }
        return true;
    }

    /** The message is out, or will never be. */
    void endsMessage() {
        sending = false;
        LockSupport.unpark(closing);
    }

    /** Closes the connection, unless it is closed already. Returns at once. */
    void start(int code) {
        if (closed.compareAndSet(false, true)) {
            closer.execute(() -> {
                waitUntilSent();
                if (!gone) {
                    channel.close(code);
                }
            });
        }
    }

    private void waitUntilSent() {
        closing = Thread.currentThread();
        for (int pause = 0; pause < MOST_PAUSES && sending && !gone; pause++) {
            LockSupport.parkNanos(this, PAUSE_NANOS);
        }
    }

    /** The connection is gone: nothing is left to close. */
    void ended() {
        gone = true;
        LockSupport.unpark(closing);
        closed.set(true);
    }
}
