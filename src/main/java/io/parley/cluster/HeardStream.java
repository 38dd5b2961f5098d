package io.parley.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * One stream of another node, put into its order again: delivers each frame once, in its turn; those that came too early
 * wait. Confined to the serial of {@link Inbound}.
 */
final class HeardStream {
    private final Target target;
    private final ReceivedTally tally;
    private final TreeMap<Long, Frame> held = new TreeMap<>();

    /** The number of the frame to be delivered next; 0: not known yet. */
    private long next;

    /** The greatest number that is known to have been given out. */
    private long known;

    /** How many frames have come after they had been missing. */
    private long filled;

    /** Where the frames go. Must not throw. */
    interface Target {
        void deliver(Frame frame);

        void lost(long first, long last);
    }

    HeardStream(Target target, ReceivedTally tally) {
        this.target = target;
        this.tally = tally;
    }

    boolean isPlaced() {
        return next > 0;
    }

    /** Whether nothing is missing of what is known of. */
    boolean isWhole() {
        return next > known || !isPlaced();
    }

    boolean isHolding() {
        return !held.isEmpty();
    }

    /** Grows with each frame that is not missing any more. */
    long progress() {
        return next + filled;
    }

    /** The stream begins with this number; frames that were heard and come before it were not for this node. */
    void place(long start) {
        var early = List.copyOf(held.values());
        letGo();
        next = start;
        known = start - 1;
        for (var frame : early) {
            if (frame.sequence() >= start) {
                arrived(frame);
            }
        }
    }

    /** Numbers up to this one have been given out. */
    void exists(long last) {
        if (isPlaced() && last > known) {
            tally.missing.add(last - known);
            known = last;
        }
    }

    /** A frame has come, in its turn or not. */
    void arrived(Frame frame) {
        long sequence = frame.sequence();
        if (sequence < next || held.containsKey(sequence)) {
            tally.duplicates.increment();
        } else if (!isPlaced()) {
            if (!hold(frame, tally.holdsStrange(frame))) {
                tally.strange.increment();
            }
        } else {
            boolean late = sequence <= known;
            exists(sequence - 1);
            known = Math.max(known, sequence);
            boolean taken = sequence == next || hold(frame, tally.holds(frame));
            if (taken && late) {
                filled++;
                tally.repaired.increment();
            } else if (!taken && !late) {
                tally.missing.increment();
            }
            if (sequence == next) {
                next++;
                target.deliver(frame);
                deliverHeld();
            }
        }
    }

    private boolean hold(Frame frame, boolean isRoom) {
        if (isRoom) {
            held.put(frame.sequence(), frame);
            tally.held(frame);
        }
        return isRoom;
    }

    private void deliverHeld() {
        for (var frame = held.get(next); frame != null; frame = held.get(next)) {
            held.remove(next);
            tally.letGo(frame);
            next++;
            target.deliver(frame);
        }
    }

    /** What is missing, as far as one request can name it. */
    List<Datagram.Range> holes() {
        var holes = new ArrayList<Datagram.Range>();
        long from = next;
        for (long present : held.keySet()) {
            if (present > from) {
                holes.add(new Datagram.Range(from, present - 1));
            }
            from = present + 1;
            if (holes.size() == Datagram.Request.MAX_RANGES) {
                return holes;
            }
        }
        if (from <= known) {
            holes.add(new Datagram.Range(from, known));
        }
        return holes;
    }

    /** Frames that the origin does not have any more. */
    void lost(List<Datagram.Range> ranges) {
        for (var range : ranges) {
            while (!isWhole() && range.first() <= next && next <= range.last()) {
                lose(Math.min(range.last(), endOfHole()));
            }
        }
    }

    /** Waits no longer for what is missing. */
    void giveUp() {
        while (!isWhole()) {
            lose(endOfHole());
        }
    }

    private long endOfHole() {
        return held.isEmpty() ? known : held.firstKey() - 1;
    }

    private void lose(long last) {
        long first = next;
        next = last + 1;
        tally.lost.add(last - first + 1);
        target.lost(first, last);
        deliverHeld();
    }

    /** Drops what is held. */
    void letGo() {
        held.values().forEach(tally::letGo);
        held.clear();
    }

    int heldFrames() {
        return held.size();
    }
}
