package io.parley.cluster;

import java.time.Duration;

/**
 * The limits of a bus.
 *
 * @param maxFrameBytes one frame, its header included; a larger one is refused by {@link ClusterBus#publish} and, when
 *     it comes from elsewhere, dropped and counted
 * @param maxQueuedBytes frames that were published and not yet handed to the network; what would exceed it is dropped
 *     and counted
 * @param ringTime how long a sent frame is kept, to be sent again to whom it did not reach; a node that is cut off for
 *     longer hears of a gap
 * @param ringBytes of all frames that are kept, each with {@value #OVERHEAD_BYTES} bytes for our own; the oldest go
 *     first
 * @param heldBytes of all frames that came too early and wait for one that is missing, counted likewise; what would
 *     exceed it is dropped and asked for again later
 */
public record BusLimits(int maxFrameBytes, long maxQueuedBytes, Duration ringTime, long ringBytes, long heldBytes) {
    /** What a kept frame costs beside its bytes, in bytes. */
    public static final int OVERHEAD_BYTES = 128;

    /** The least that a frame may be allowed to have: the bus's own must fit. */
    static final int LEAST_FRAME_BYTES = 4096;

    /**
     * Checks the limits against each other.
     *
     * @param maxFrameBytes 4096 or more
     * @param maxQueuedBytes that many or more
     * @param ringTime 0 or more: nothing can be repaired then; up to 1 h
     * @param ringBytes 0 or more: nothing can be repaired then
     * @param heldBytes 0 or more: what comes behind a missing frame is sent again, too, then
     * @throws IllegalArgumentException if one is not within its limits
     */
    public BusLimits {
        if (maxFrameBytes < LEAST_FRAME_BYTES) {
            throw new IllegalArgumentException(
                    "max frame of " + maxFrameBytes + " bytes: must be " + LEAST_FRAME_BYTES + " or more");
        }
        if (maxQueuedBytes < maxFrameBytes) {
            throw new IllegalArgumentException("max queue of " + maxQueuedBytes
                    + " bytes: must be at least the max frame of " + maxFrameBytes + " bytes");
        }
        if (ringTime.isNegative() || ringTime.compareTo(Duration.ofHours(1)) > 0) {
            throw new IllegalArgumentException("ring time " + ringTime + ": must be 0 to 1 h");
        }
        if (ringBytes < 0 || heldBytes < 0) {
            throw new IllegalArgumentException(
                    "ring of " + ringBytes + " and held frames of " + heldBytes + " bytes: must be 0 or more");
        }
    }

    /** {@return 16 MiB a frame, 64 MiB queued, 60 s and 16 MB kept, 16 MB held back} */
    public static BusLimits defaults() {
        return new BusLimits(16 << 20, 64L << 20, Duration.ofSeconds(60), 16_000_000, 16_000_000);
    }

    /**
     * {@return the same limits with another ring}
     *
     * @param time 0 to 1 h
     * @param bytes 0 or more
     * @throws IllegalArgumentException if one is not within its limits
     */
    public BusLimits withRing(Duration time, long bytes) {
        return new BusLimits(maxFrameBytes, maxQueuedBytes, time, bytes, heldBytes);
    }

    /** What keeping so many bytes costs. */
    static long costOf(int bytes) {
        return (long) bytes + OVERHEAD_BYTES;
    }
}
