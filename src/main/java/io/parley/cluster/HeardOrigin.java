package io.parley.cluster;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Another node in one epoch, as it is heard: its stream to all, its stream to this node, and what has to be done when
 * something of them is missing. Confined to the serial of {@link Inbound}.
 */
final class HeardOrigin {
    /** A node that is heard, but does not answer so many requests, will not answer any more: ten seconds. */
    static final int MAX_UNANSWERED = 20;

    static final Duration RETRY = Duration.ofMillis(500);

    private static final System.Logger LOGGER = System.getLogger(HeardOrigin.class.getName());
    private static final long RETRY_NANOS = RETRY.toNanos();
    private static final long SILENCE_NANOS = Outbound.HEARTBEAT.multipliedBy(3).toNanos();

    private final Origin origin;
    private final ReceivedTally tally;
    private final long patienceNanos;
    private final Repair toAll;
    private final Repair toThis;
    private long lastHeard;
    private long firstHeard;
    private boolean isNew = true;
    private boolean warned;

    /** Must not throw. */
    interface Listener {
        void deliver(Frame frame);

        void lost(boolean toAll, long first, long last);
    }

    /** Asks the origin for frames. */
    interface Asking {
        void ask(boolean toAll, List<Datagram.Range> ranges);
    }

    /** @param patience for a node that is not heard any more: it would have forgotten then what it is asked for */
    HeardOrigin(Origin origin, Listener listener, ReceivedTally tally, Duration patience) {
        this.origin = origin;
        this.tally = tally;
        this.patienceNanos = patience.toNanos();
        this.toAll = new Repair(true, listener);
        this.toThis = new Repair(false, listener);
        // an id of a node is new with each start, so the first frame that is sent to it alone is the first one of all
        toThis.stream.place(1);
    }

    Origin origin() {
        return origin;
    }

    long epoch() {
        return origin.epoch();
    }

    void heard(long now) {
        if (isNew) {
            firstHeard = now;
            isNew = false;
        }
        lastHeard = now;
    }

    HeardStream stream(boolean all) {
        return (all ? toAll : toThis).stream;
    }

    /**
     * A heartbeat has told how far the streams are.
     *
     * @param peer what it tells to this node; null: nothing
     */
    void streamsAreAt(long last, Datagram.@Nullable Peer peer) {
        if (peer != null) {
            if (!toAll.stream.isPlaced()) {
                toAll.stream.place(peer.start());
            }
            toThis.stream.exists(peer.last());
        }
        toAll.stream.exists(last);
    }

    void answered(boolean all, List<Datagram.Range> lost) {
        var repair = all ? toAll : toThis;
        repair.stream.lost(lost);
        repair.answered();
    }

    /** Asks for what is missing, unless that was done just now, or gives it up. */
    void look(long now, Asking asking) {
        toAll.look(now, asking);
        toThis.look(now, asking);
        if (!toAll.stream.isPlaced() && now - firstHeard >= patienceNanos && toAll.stream.isHolding()) {
            dropStrange();
            firstHeard = now;
        }
        if (warned && !isWaiting()) {
            warned = false;
            LOGGER.log(INFO, "cluster: nothing is missing any more of what node {0} says", origin.node());
        }
    }

    /** Whether a look can change anything. */
    boolean isTroubled() {
        return warned || toAll.asked || toThis.asked || isWaiting();
    }

    /** Whether it has to be looked at again. */
    boolean isWaiting() {
        return !toAll.stream.isWhole() || !toThis.stream.isWhole() || toAll.stream.isHolding();
    }

    /** Nothing more will be heard. */
    void end() {
        toAll.stream.giveUp();
        toThis.stream.giveUp();
        dropStrange();
    }

    private void dropStrange() {
        tally.strange.add(toAll.stream.heldFrames());
        toAll.stream.letGo();
    }

    private void warn(long frames) {
        if (!warned) {
            warned = true;
            LOGGER.log(
                    WARNING,
                    "cluster: {0} frames of node {1} are lost for good, and perhaps more until nothing is missing any more;"
                            + " it was cut off for longer than it keeps them, or could not send as much",
                    frames,
                    origin.node());
        }
    }

    /** One stream, and the requests for what is missing of it. */
    private final class Repair implements HeardStream.Target {
        private final boolean all;
        private final Listener listener;
        private final HeardStream stream;
        private boolean asked;
        private long askedAt;
        private long askedAtProgress;
        private int unanswered;

        Repair(boolean all, Listener listener) {
            this.all = all;
            this.listener = listener;
            this.stream = new HeardStream(this, tally);
        }

        @Override
        public void deliver(Frame frame) {
            listener.deliver(frame);
        }

        @Override
        public void lost(long first, long last) {
            warn(last - first + 1);
            listener.lost(all, first, last);
        }

        /** An answer that has brought something may be followed by the next request at once. */
        void answered() {
            if (stream.progress() > askedAtProgress) {
                asked = false;
            }
        }

        void look(long now, Asking asking) {
            if (stream.isWhole()) {
                asked = false;
                unanswered = 0;
            } else if (!asked || now - askedAt >= RETRY_NANOS) {
                if (isWorthAsking(now)) {
                    asked = true;
                    askedAt = now;
                    askedAtProgress = stream.progress();
                    asking.ask(all, stream.holes());
                }
            }
        }

        private boolean isWorthAsking(long now) {
            if (now - lastHeard >= SILENCE_NANOS) {
                // cut off or gone: nobody is there to be asked, but it may come back as long as it has the frames
                unanswered = 0;
                if (now - lastHeard >= patienceNanos) {
                    stream.giveUp();
                }
                return false;
            }
            unanswered = stream.progress() > askedAtProgress ? 1 : unanswered + 1;
            if (unanswered > MAX_UNANSWERED) {
                stream.giveUp();
                return false;
            }
            return true;
        }
    }
}
