package io.parley.cluster;

/**
 * The limits of a bus, in bytes.
 *
 * @param maxFrameBytes one frame, its header included; a larger one is refused by {@link ClusterBus#publish} and, when
 *     it comes from elsewhere, dropped and counted
 * @param maxQueuedBytes frames that were published and not yet handed to the network; what would exceed it is dropped
 *     and counted
 */
public record BusLimits(int maxFrameBytes, long maxQueuedBytes) {
    /**
     * Checks the limits against each other.
     *
     * @param maxFrameBytes 64 or more
     * @param maxQueuedBytes that many or more
     * @throws IllegalArgumentException if a frame of the largest size could never be queued, or none could be sent
     */
    public BusLimits {
        if (maxFrameBytes < FrameCodec.MIN_FRAME_BYTES) {
            throw new IllegalArgumentException(
                    "max frame of " + maxFrameBytes + " bytes: must be " + FrameCodec.MIN_FRAME_BYTES + " or more");
        }
        if (maxQueuedBytes < maxFrameBytes) {
            throw new IllegalArgumentException("max queue of " + maxQueuedBytes
                    + " bytes: must be at least the max frame of " + maxFrameBytes + " bytes");
        }
    }

    /** {@return 16 MiB a frame, 64 MiB queued} */
    public static BusLimits defaults() {
        return new BusLimits(16 << 20, 64L << 20);
    }
}
