package io.parley.cluster;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import io.parley.kernel.Bytes;
import io.parley.kernel.SerialExecutor;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The sending half of a bus: a queue, bounded in bytes, that one task at a time drains into a {@link Pipe} which may
 * block. Thread-safe.
 *
 * <p>The sequence is given out by the draining task, so that it is the order on the wire whatever the number of
 * publishers. A frame that is dropped still uses up a number: receivers must see every loss as a hole, never a silent
 * one.
 */
public final class Outbound {
    private static final System.Logger LOGGER = System.getLogger(Outbound.class.getName());

    private final Origin self;
    private final BusLimits limits;
    private final FrameCodec codec;
    private final SerialExecutor drain;
    private final Pipe pipe;

    private final AtomicLong queuedBytes = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();
    private final AtomicBoolean outage = new AtomicBoolean();
    private volatile boolean closed;

    /** Confined to {@link #drain}. */
    private long sequence;

    /**
     * With an empty queue and a sequence that has not begun.
     *
     * @param self this node
     * @param limits of the bus
     * @param drain runs the pipe; if that may block, it must be on a pool
     * @param pipe given one frame at a time, in the order of the sequence
     */
    public Outbound(Origin self, BusLimits limits, SerialExecutor drain, Pipe pipe) {
        this.self = self;
        this.limits = limits;
        this.codec = new FrameCodec(limits.maxFrameBytes());
        this.drain = drain;
        this.pipe = pipe;
    }

    /**
     * Queues a frame for all other nodes; see {@link ClusterBus#publish}.
     *
     * @param channel 1 to {@value Frame#MAX_CHANNEL_LENGTH} characters
     * @param body any bytes
     * @throws IllegalArgumentException if the frame would be too large, or the channel is not within its limits
     */
    public void publish(String channel, Bytes body) {
        int size = codec.sizeOf(self.node(), channel, body);
        if (closed) {
            return;
        }
        if (queuedBytes.addAndGet(size) > limits.maxQueuedBytes()) {
            queuedBytes.addAndGet(-size);
            refused.incrementAndGet();
            dropped("more than " + limits.maxQueuedBytes() + " bytes are waiting");
            return;
        }
        drain.execute(() -> send(channel, body, size));
    }

    private void send(String channel, Bytes body, int size) {
        sequence += 1 + refused.getAndSet(0);
        boolean taken = false;
        try {
            taken = pipe.send(codec.encode(new Frame(self.node(), self.epoch(), sequence, channel, body)));
        } finally {
            settled(taken, queuedBytes.addAndGet(-size));
        }
    }

    private void settled(boolean taken, long bytesLeft) {
        if (!taken) {
            dropped("the network does not take them");
            return;
        }
        sent.incrementAndGet();
        // not before the queue has run empty: else a full queue would end and begin an outage with every frame
        if (bytesLeft == 0 && outage.compareAndSet(true, false)) {
            LOGGER.log(INFO, "cluster node {0}: frames are sent again, {1} dropped so far", self.node(), dropped);
        }
    }

    private void dropped(String why) {
        dropped.incrementAndGet();
        if (outage.compareAndSet(false, true)) {
            LOGGER.log(WARNING, "cluster node {0}: frames to other nodes are dropped: {1}", self.node(), why);
        }
    }

    /**
     * Takes no more frames. Returns at once.
     *
     * @return completes when the pipe was given all frames published before, on the draining thread
     */
    public CompletionStage<Void> close() {
        closed = true;
        var drained = new CompletableFuture<Void>();
        drain.execute(() -> drained.complete(null));
        return drained;
    }

    /** {@return what was sent and dropped so far} */
    public BusCounters.Sent counters() {
        return new BusCounters.Sent(sent.get(), dropped.get());
    }
}
