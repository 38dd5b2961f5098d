package io.parley.engine;

/**
 * Who pings whom, and until when. Confined to the session's serial; times are nanoseconds of the ticker.
 *
 * <p>While the server itself does not read on (its handlers are behind), silence is not held against the client.
 */
sealed interface Heartbeat permits ServerPings, ClientPings {
    /** The heartbeat of that revision, which starts now. */
    static Heartbeat of(Revision revision, EngineOptions options, long now) {
        long interval = options.pingInterval().toNanos();
        long timeout = options.pingTimeout().toNanos();
        return switch (revision) {
            case V4 -> new ServerPings(interval, timeout, now);
            case V3 -> new ClientPings(interval + timeout, now);
        };
    }

    /** When {@link #due} has something to do. */
    long deadline();

    /** What to do when the deadline has passed. */
    Due due(long now);

    /** A ping has come; false if it is not for the client to ping. */
    boolean pinged(long now);

    /** A pong has come; false if it is not for the client to answer. */
    boolean ponged(long now);

    /** The server stops or goes on reading; from then on the client has its full time again. */
    void paused(boolean paused, long now);

    enum Due {
        NOTHING,
        PING,
        TIMEOUT
    }
}
