package io.parley.engine;

/**
 * How many events a client may send.
 *
 * @param perSecond in the long run
 * @param burst how many at once
 */
public record EventRateLimit(int perSecond, int burst) {
    /**
     * Checks both.
     *
     * @param perSecond 1 or more
     * @param burst 1 or more
     * @throws IllegalArgumentException if one is less
     */
    public EventRateLimit {
        if (perSecond <= 0 || burst <= 0) {
            throw new IllegalArgumentException(
                    "a rate must be positive, but is " + perSecond + " with bursts of " + burst);
        }
    }
}
