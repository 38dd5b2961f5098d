package io.parley.cluster;

import io.parley.cluster.InvalidFrameException.Reason;
import java.util.concurrent.atomic.LongAdder;

/**
 * What was received and what became of it, and the room for frames that wait. Changed by the serial of {@link Inbound}, read
 * by any thread.
 */
final class ReceivedTally {
    final LongAdder frames = new LongAdder();
    final LongAdder heartbeats = new LongAdder();
    final LongAdder duplicates = new LongAdder();
    final LongAdder strange = new LongAdder();
    final LongAdder missing = new LongAdder();
    final LongAdder repaired = new LongAdder();
    final LongAdder lost = new LongAdder();
    final LongAdder announced = new LongAdder();
    private final LongAdder malformed = new LongAdder();
    private final LongAdder unknown = new LongAdder();
    private final LongAdder tooLarge = new LongAdder();
    private final LongAdder forged = new LongAdder();
    private final LongAdder heldFrames = new LongAdder();
    private final LongAdder heldBytes = new LongAdder();

    private final long mostBytes;

    ReceivedTally(long mostBytes) {
        this.mostBytes = mostBytes;
    }

    /** Whether there is room for a frame to wait. */
    boolean holds(Frame frame) {
        return heldBytes.sum() + costOf(frame) <= mostBytes;
    }

    /** The same for a frame of a node that may be an invention: those must leave room for the others. */
    boolean holdsStrange(Frame frame) {
        return heldBytes.sum() + costOf(frame) <= mostBytes / 4;
    }

    void held(Frame frame) {
        heldFrames.increment();
        heldBytes.add(costOf(frame));
    }

    void letGo(Frame frame) {
        heldFrames.decrement();
        heldBytes.add(-costOf(frame));
    }

    private static long costOf(Frame frame) {
        return BusLimits.costOf(frame.body().size() + frame.channel().length());
    }

    void refused(Reason reason) {
        var counter =
                switch (reason) {
                    case MALFORMED -> malformed;
                    case UNKNOWN_VERSION, UNKNOWN_KIND -> unknown;
                    case TOO_LARGE -> tooLarge;
                    case FORGED -> forged;
                };
        counter.increment();
    }

    BusCounters.Received received() {
        return new BusCounters.Received(
                frames.sum(),
                heartbeats.sum(),
                duplicates.sum(),
                strange.sum(),
                malformed.sum(),
                unknown.sum(),
                tooLarge.sum(),
                forged.sum());
    }

    BusCounters.Gaps gaps() {
        return new BusCounters.Gaps(
                missing.sum(), repaired.sum(), lost.sum(), announced.sum(), heldFrames.sum(), heldBytes.sum());
    }
}
