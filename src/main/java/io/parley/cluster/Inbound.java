package io.parley.cluster;

import static java.lang.System.Logger.Level.WARNING;

import io.parley.cluster.InvalidFrameException.Reason;
import io.parley.kernel.SerialExecutor;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The receiving half of a bus: reads frames, leaves out this node's own and those that came before, notices holes, and
 * hands the rest to the listener. Thread-safe; the listener is called one frame at a time.
 *
 * <p>The first frame heard of a node, or of a new epoch of it, only sets its position: what was published before this
 * node listened is not missing. A frame that comes after a later one of the same node counts as a duplicate and is
 * dropped, for delivering it would break the order.
 */
public final class Inbound {
    /** So many origins are remembered; a flood of invented node ids cannot use more memory. */
    static final int MAX_ORIGINS = 1024;

    private static final System.Logger LOGGER = System.getLogger(Inbound.class.getName());

    private final String self;
    private final FrameCodec codec;
    private final SerialExecutor delivery;
    private final AtomicReference<@Nullable Consumer<Frame>> listener = new AtomicReference<>();

    private final LongAdder frames = new LongAdder();
    private final LongAdder missing = new LongAdder();
    private final LongAdder duplicates = new LongAdder();
    private final LongAdder malformed = new LongAdder();
    private final LongAdder unknown = new LongAdder();
    private final LongAdder tooLarge = new LongAdder();

    /** Confined to {@link #delivery}. */
    private final Positions positions = new Positions();

    /** Confined to {@link #delivery}. */
    private final Set<Reason> warned = EnumSet.noneOf(Reason.class);

    /**
     * Without a listener, so that it drops everything yet.
     *
     * @param self the id of this node, whose own frames are left out
     * @param limits of the bus; only that of one frame matters here
     * @param delivery runs the listener; an inline one calls it on the thread that brings the frame
     */
    public Inbound(String self, BusLimits limits, SerialExecutor delivery) {
        this.self = self;
        this.codec = new FrameCodec(limits.maxFrameBytes());
        this.delivery = delivery;
    }

    /**
     * Names the listener; what is received earlier is dropped uncounted.
     *
     * @param listener called one frame at a time
     * @throws IllegalStateException if there is one already
     */
    public void subscribe(Consumer<Frame> listener) {
        if (!this.listener.compareAndSet(null, listener)) {
            throw new IllegalStateException("the bus has a listener already");
        }
    }

    /**
     * Takes what the network brought. Never throws.
     *
     * @param bytes frames or not; the array must not be changed afterwards
     */
    public void received(byte[] bytes) {
        var target = listener.get();
        if (target != null) {
            delivery.execute(() -> deliver(bytes, target));
        }
    }

    /**
     * Counts something that the network brought and that is not even bytes. Never throws.
     *
     * @param what for the log
     */
    public void receivedGarbage(String what) {
        delivery.execute(() -> refuse(Reason.MALFORMED, what));
    }

    private void deliver(byte[] bytes, Consumer<Frame> target) {
        Frame frame;
        try {
            frame = codec.decode(bytes);
        } catch (InvalidFrameException invalid) {
            refuse(invalid.reason(), String.valueOf(invalid.getMessage()));
            return;
        }
        if (!frame.node().equals(self) && isNext(frame)) {
            frames.increment();
            target.accept(frame);
        }
    }

    private boolean isNext(Frame frame) {
        var last = positions.get(frame.node());
        if (last != null) {
            long epochs = frame.epoch() - last.epoch();
            if (epochs < 0 || (epochs == 0 && frame.sequence() <= last.sequence())) {
                duplicates.increment();
                return false;
            }
            if (epochs == 0) {
                missing.add(frame.sequence() - last.sequence() - 1);
            }
        }
        positions.put(frame.node(), new Position(frame.epoch(), frame.sequence()));
        return true;
    }

    private void refuse(Reason reason, String what) {
        count(reason).increment();
        if (warned.add(reason)) {
            LOGGER.log(
                    WARNING,
                    "cluster node {0}: dropped what is not a frame: {1}; further ones of this kind ({2}) are only"
                            + " counted",
                    self,
                    what,
                    reason);
        }
    }

    private LongAdder count(Reason reason) {
        return switch (reason) {
            case MALFORMED -> malformed;
            case UNKNOWN_VERSION, UNKNOWN_KIND -> unknown;
            case TOO_LARGE -> tooLarge;
        };
    }

    /** {@return what was received, lost and refused so far} */
    public BusCounters.Received counters() {
        return new BusCounters.Received(
                frames.sum(), missing.sum(), duplicates.sum(), malformed.sum(), unknown.sum(), tooLarge.sum());
    }

    private record Position(long epoch, long sequence) {}

    /** The last frame heard of each origin; forgets the origin that has been silent for the most frames. */
    private static final class Positions extends LinkedHashMap<String, Position> {
        private static final long serialVersionUID = 1;

        Positions() {
            super(16, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Position> eldest) {
            return size() > MAX_ORIGINS;
        }
    }
}
