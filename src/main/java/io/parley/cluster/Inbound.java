package io.parley.cluster;

import static java.lang.System.Logger.Level.WARNING;

import io.parley.cluster.InvalidFrameException.Reason;
import io.parley.kernel.Environment;
import io.parley.kernel.Scheduler;
import io.parley.kernel.SerialExecutor;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The receiving half of a bus: reads frames, leaves out this node's own, finds the streams they belong to and has them put
 * into order, and hands the result to the listener. Thread-safe; the listeners are called one at a time.
 *
 * <p>While something is missing a timer looks twice in a second whether to ask again, or to give it up.
 */
final class Inbound {
    /** So many origins are remembered; a flood of invented node ids cannot use more memory. */
    static final int MAX_ORIGINS = 1024;

    private static final System.Logger LOGGER = System.getLogger(Inbound.class.getName());

    private final String self;
    private final BusLimits limits;
    private final FrameCodec codec;
    private final Environment environment;
    private final Supplier<Set<String>> members;
    private final Outbound outbound;
    private final SerialExecutor delivery;
    private final ReceivedTally tally;
    private final List<Consumer<Frame>> listeners = new CopyOnWriteArrayList<>();
    private final List<Consumer<Gap>> gapListeners = new CopyOnWriteArrayList<>();
    private volatile boolean closed;
    private volatile Scheduler.Timer timer = () -> {};

    /** By node id, the one that was silent for the most frames first. Confined to {@link #delivery}. */
    private final Map<String, HeardOrigin> origins = new LinkedHashMap<>(16, 0.75f, true);

    /** Confined to {@link #delivery}. */
    private final Set<Reason> warned = EnumSet.noneOf(Reason.class);

    /** Whether the timer runs. Confined to {@link #delivery}. */
    private boolean looking;

    /**
     * Without a listener, so that it drops everything yet.
     *
     * @param self the id of this node, whose own frames are left out
     * @param members these are never forgotten
     * @param outbound asks for what is missing, and is asked
     */
    Inbound(
            String self,
            BusLimits limits,
            FrameCodec codec,
            Environment environment,
            Supplier<Set<String>> members,
            Outbound outbound) {
        this.self = self;
        this.limits = limits;
        this.codec = codec;
        this.environment = environment;
        this.members = members;
        this.outbound = outbound;
        this.delivery = SerialExecutor.inline(environment.failures());
        this.tally = new ReceivedTally(limits.heldBytes());
    }

    /** Adds a listener; what is received before there is one is dropped uncounted. */
    void subscribe(Consumer<Frame> listener) {
        listeners.add(listener);
    }

    void onGap(Consumer<Gap> newListener) {
        gapListeners.add(newListener);
    }

    /**
     * Takes what the network brought. Never throws.
     *
     * @param bytes frames or not; the array must not be changed afterwards
     */
    void received(byte[] bytes) {
        received(bytes, (node, leaving) -> {});
    }

    /**
     * The same, for one who learns from the frames which nodes there are.
     *
     * @param heard told first whose they are, if they are a frame of another node
     */
    void received(byte[] bytes, Heard heard) {
        if (!listeners.isEmpty()) {
            delivery.execute(() -> take(bytes, heard));
        }
    }

    /** Counts something that the network brought and that is not even bytes. Never throws. */
    void receivedGarbage(String what) {
        delivery.execute(() -> refuse(Reason.MALFORMED, what));
    }

    void close() {
        closed = true;
        timer.cancel();
    }

    private void take(byte[] bytes, Heard heard) {
        Datagram datagram;
        try {
            datagram = codec.decode(bytes);
        } catch (InvalidFrameException invalid) {
            refuse(invalid.reason(), String.valueOf(invalid.getMessage()));
            return;
        }
        if (!datagram.node().equals(self)) {
            heard.heard(datagram.node(), datagram instanceof Datagram.Heartbeat last && last.leaving());
            var origin = originOf(datagram);
            if (origin != null) {
                origin.heard(environment.ticker().nanos());
                datagram.accept(new Receipt(origin));
                look(origin);
            }
        }
    }

    /** Who speaks; null if it is to be ignored, and counted. */
    private @Nullable HeardOrigin originOf(Datagram datagram) {
        var known = origins.get(datagram.node());
        if (known == null) {
            return isRoomForOne() ? newOrigin(datagram) : null;
        }
        long epochs = datagram.epoch() - known.epoch();
        if (epochs < 0) {
            tally.duplicates.increment();
            return null;
        }
        if (epochs > 0) {
            known.end();
            return newOrigin(datagram);
        }
        return known;
    }

    private HeardOrigin newOrigin(Datagram datagram) {
        var origin = new HeardOrigin(
                new Origin(datagram.node(), datagram.epoch()), new Listeners(datagram), tally, limits.ringTime());
        origins.put(datagram.node(), origin);
        return origin;
    }

    private boolean isRoomForOne() {
        if (origins.size() < MAX_ORIGINS) {
            return true;
        }
        var present = members.get();
        var all = origins.entrySet().iterator();
        while (all.hasNext()) {
            var eldest = all.next();
            if (!present.contains(eldest.getKey())) {
                all.remove();
                eldest.getValue().end();
                return true;
            }
        }
        tally.strange.increment();
        return false;
    }

    private void look(HeardOrigin origin) {
        if (!origin.isTroubled()) {
            return;
        }
        origin.look(environment.ticker().nanos(), (toAll, ranges) -> outbound.ask(origin.origin(), toAll, ranges));
        if (origin.isWaiting() && !looking && !closed) {
            looking = true;
            timer = environment
                    .scheduler()
                    .schedule(
                            HeardOrigin.RETRY.toNanos(),
                            () -> environment.complete(() -> delivery.execute(this::lookAgain)));
        }
    }

    private void lookAgain() {
        looking = false;
        // a copy, for who is told of a loss may bring about that one more is heard
        List.copyOf(origins.values()).forEach(this::look);
    }

    private void refuse(Reason reason, String what) {
        tally.refused(reason);
        if (warned.add(reason)) {
            LOGGER.log(
                    WARNING,
                    "cluster node {0}: dropped what is not a frame of this cluster: {1}; further ones of this kind ({2})"
                            + " are only counted",
                    self,
                    what,
                    reason);
        }
    }

    BusCounters.Received counters() {
        return tally.received();
    }

    BusCounters.Gaps gapCounters() {
        return tally.gaps();
    }

    /** Those who are told of one origin's frames and gaps; what they throw is reported, and the next one comes. */
    private final class Listeners implements HeardOrigin.Listener {
        private final String node;
        private final long epoch;

        Listeners(Datagram datagram) {
            this.node = datagram.node();
            this.epoch = datagram.epoch();
        }

        @Override
        public void deliver(Frame frame) {
            tally.frames.increment();
            listeners.forEach(each -> tell(each, frame));
        }

        @Override
        public void lost(boolean toAll, long first, long last) {
            tally.announced.increment();
            var gap = new Gap(node, epoch, toAll, first, last);
            gapListeners.forEach(each -> tell(each, gap));
        }

        private <T> void tell(Consumer<T> who, T what) {
            try {
                who.accept(what);
            } catch (Throwable failure) {
                environment.failures().accept(failure);
            }
        }
    }

    /** What one datagram does to its origin. */
    private final class Receipt implements Datagram.Handler {
        private final HeardOrigin origin;

        Receipt(HeardOrigin origin) {
            this.origin = origin;
        }

        @Override
        public void message(Datagram.Message message) {
            if (message.toAll() || isForThisNode(message.to())) {
                origin.stream(message.toAll()).arrived(message.frame());
            }
        }

        @Override
        public void heartbeat(Datagram.Heartbeat heartbeat) {
            tally.heartbeats.increment();
            origin.streamsAreAt(heartbeat.last(), heartbeat.peers().get(self));
            if (heartbeat.hello()) {
                outbound.helloFrom(heartbeat.node());
            }
        }

        @Override
        public void request(Datagram.Request request) {
            if (isForThisNode(request.to())) {
                outbound.asked(request);
            }
        }

        @Override
        public void answer(Datagram.Answer answer) {
            if (isForThisNode(answer.to())) {
                origin.answered(answer.toAll(), answer.lost());
            }
        }

        private boolean isForThisNode(String to) {
            if (!to.equals(self)) {
                tally.strange.increment();
            }
            return to.equals(self);
        }
    }
}
