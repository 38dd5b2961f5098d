package io.parley.engine;

import java.time.Duration;

/**
 * The heartbeat of protocol 4: the server pings, the client answers. Confined to the session's serial.
 *
 * <p>Times are nanoseconds of the ticker. While the server itself does not read on (its handlers are behind), a missing
 * pong is not held against the client.
 */
final class Heartbeat {
    private final long interval;
    private final long timeout;
    private boolean awaitsPong;
    private boolean paused;
    private long deadline;

    Heartbeat(Duration interval, Duration timeout, long now) {
        this.interval = interval.toNanos();
        this.timeout = timeout.toNanos();
        this.deadline = now + this.interval;
    }

    long deadline() {
        return deadline;
    }

    /** What to do when the deadline has passed. */
    Due due(long now) {
        if (now - deadline < 0) {
            return Due.NOTHING;
        }
        if (awaitsPong) {
            if (paused) {
                deadline = now + timeout;
                return Due.NOTHING;
            }
            return Due.TIMEOUT;
        }
        awaitsPong = true;
        deadline = now + timeout;
        return Due.PING;
    }

    void pong(long now) {
        awaitsPong = false;
        deadline = now + interval;
    }

    /** The server stops or goes on reading; from then on the client has its full time again. */
    void paused(boolean paused, long now) {
        this.paused = paused;
        if (awaitsPong) {
            deadline = now + timeout;
        }
    }

    enum Due {
        NOTHING,
        PING,
        TIMEOUT
    }
}
