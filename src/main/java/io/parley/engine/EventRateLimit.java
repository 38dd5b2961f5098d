package io.parley.engine;

/**
 * How many events a client may send.
 *
 * @param perSecond in the long run
 * @param burst how many at once
 */
public record EventRateLimit(int perSecond, int burst) {
    /** Throws an {@link IllegalArgumentException} if one is not positive. */
    public EventRateLimit {
        if (perSecond <= 0 || burst <= 0) {
            throw new IllegalArgumentException(
                    "a rate must be positive, but is " + perSecond + " with bursts of " + burst);
        }
    }
}
