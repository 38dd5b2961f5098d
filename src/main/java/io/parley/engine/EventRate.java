package io.parley.engine;

/**
 * How fast the events of one session may come: a bucket of tokens, refilled steadily. Confined to the session's serial.
 *
 * <p>Who takes more than there is owes at most another burst: a client that sends at once what it has collected while it
 * was offline waits for a moment, and is not held up for long.
 */
final class EventRate {
    private static final double NANOS_PER_SECOND = 1e9;
    private static final long PATIENCE_NANOS = 10_000_000_000L;

    private final double perNano;
    private final double burst;
    private double tokens;
    private long refilled;
    private boolean exceeded;
    private long exceededSince;

    EventRate(EventRateLimit limit, long now) {
        this.perNano = limit.perSecond() / NANOS_PER_SECOND;
        this.burst = limit.burst();
        this.tokens = burst;
        this.refilled = now;
    }

    /** An event has come. Returns for how many nanoseconds nothing more must be read; 0: reading goes on. */
    long take(long now) {
        tokens = Math.min(burst, tokens + (now - refilled) * perNano);
        refilled = now;
        if (tokens >= burst / 2) {
            exceeded = false;
        }
        tokens = Math.max(tokens - 1, -burst);
        if (tokens >= 0) {
            return 0;
        }
        if (!exceeded) {
            exceeded = true;
            exceededSince = now;
        }
        return (long) Math.ceil(-tokens / perNano);
    }

    /** Whether the peer has been too fast for 10 s, though it was slowed down. */
    boolean isHopeless(long now) {
        return exceeded && now - exceededSince >= PATIENCE_NANOS;
    }
}
