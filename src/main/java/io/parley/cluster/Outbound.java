package io.parley.cluster;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import io.parley.kernel.Bytes;
import io.parley.kernel.Environment;
import io.parley.kernel.Scheduler;
import io.parley.kernel.SerialExecutor;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * The sending half of a bus: a queue, bounded in bytes, that one task at a time drains into a {@link Pipe} which may
 * block; the {@link Ring} of what was sent; the heartbeat. Thread-safe.
 *
 * <p>The numbers of a stream are given out by the draining task, so that they are in the order on the wire whatever the
 * number of publishers. A frame to all that is dropped still uses up a number: receivers must see every loss as a hole,
 * never a silent one. Who sends to one node is told when it is dropped, and it uses up none.
 */
final class Outbound {
    static final Duration HEARTBEAT = Duration.ofSeconds(1);
    /** Requests of one node between two heartbeats; more are left to its next try. */
    static final int MAX_REQUESTS_A_BEAT = 64;

    private static final int MAX_REQUESTS_WAITING = 1000;
    private static final System.Logger LOGGER = System.getLogger(Outbound.class.getName());

    private final Origin self;
    private final BusLimits limits;
    private final FrameCodec codec;
    private final Environment environment;
    private final SerialExecutor drain;
    private final Pipe pipe;

    private final AtomicLong queuedBytes = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicInteger requestsWaiting = new AtomicInteger();
    private final AtomicBoolean outage = new AtomicBoolean();
    private final LongAdder sent = new LongAdder();
    private final LongAdder dropped = new LongAdder();
    private final LongAdder unreachable = new LongAdder();
    private final LongAdder heartbeats = new LongAdder();
    private final LongAdder repeated = new LongAdder();
    private final LongAdder gone = new LongAdder();
    private final LongAdder refusedRequests = new LongAdder();
    /** When the frame was queued that is the next to be sent, if there is one. */
    private volatile long firstQueued;

    private volatile Set<String> others = Set.of();
    private volatile boolean alone = true;
    private volatile boolean closed;
    private volatile Scheduler.Timer timer = () -> {};

    /** Confined to {@link #drain}. */
    private final Ring ring;

    /** Confined to {@link #drain}. */
    private final Ring.Stream toAll = new Ring.Stream();

    /** Confined to {@link #drain}. */
    private final Peers peers;

    /**
     * With an empty queue and sequences that have not begun; silent until {@link #start}.
     *
     * @param environment its pool runs the pipe
     */
    Outbound(Origin self, BusLimits limits, FrameCodec codec, Environment environment, Pipe pipe) {
        this.self = self;
        this.limits = limits;
        this.codec = codec;
        this.environment = environment;
        this.drain = SerialExecutor.on(environment.handlers(), environment.failures());
        this.pipe = pipe;
        this.ring = new Ring(limits);
        this.peers = new Peers(() -> others);
    }

    /** The heart begins to beat. */
    void start() {
        timer = environment.scheduler().schedule(HEARTBEAT.toNanos(), () -> drain.execute(this::beatAndGoOn));
    }

    /** See {@link ClusterBus#requireFits}. */
    void requireFits(String channel, Bytes body) {
        sizeToAll(channel, body);
    }

    private int sizeToAll(String channel, Bytes body) {
        return codec.sizeOf(self.node(), "", channel, body);
    }

    /** See {@link ClusterBus#publish}. */
    void publish(String channel, Bytes body) {
        int size = sizeToAll(channel, body);
        if (closed || alone) {
            return;
        }
        if (reserve(size)) {
            long now = environment.ticker().nanos();
            drain.execute(() -> transmit(toAll, "", channel, body, size, now));
        } else {
            refused.incrementAndGet();
        }
    }

    /** See {@link ClusterBus#send}. */
    boolean send(String node, String channel, Bytes body) {
        int size = codec.sizeOf(self.node(), node, channel, body);
        if (node.equals(self.node())) {
            throw new IllegalArgumentException("a node does not send to itself");
        }
        if (closed || !others.contains(node)) {
            unreachable.increment();
            return false;
        }
        if (!reserve(size)) {
            return false;
        }
        long now = environment.ticker().nanos();
        drain.execute(() -> transmit(peer(node).stream(), node, channel, body, size, now));
        return true;
    }

    private boolean reserve(int size) {
        long queued = queuedBytes.addAndGet(size);
        if (queued <= limits.maxQueuedBytes()) {
            if (queued == size) {
                firstQueued = environment.ticker().nanos();
            }
            return true;
        }
        queuedBytes.addAndGet(-size);
        dropped("more than " + limits.maxQueuedBytes() + " bytes are waiting");
        return false;
    }

    private void transmit(Ring.Stream stream, String to, String channel, Bytes body, int size, long queued) {
        boolean taken = false;
        firstQueued = queued;
        try {
            if (stream == toAll) {
                skipRefused();
            }
            long sequence = stream.next();
            var frame = new Frame(self.node(), self.epoch(), sequence, channel, body);
            var bytes = codec.encode(new Datagram.Message(frame, to));
            ring.add(stream, sequence, bytes, environment.ticker().nanos());
            taken = to.isEmpty() ? pipe.toAll(bytes) : pipe.to(to, bytes);
        } finally {
            settled(taken, queuedBytes.addAndGet(-size));
        }
    }

    private void skipRefused() {
        toAll.skip(refused.getAndSet(0));
    }

    private void settled(boolean taken, long bytesLeft) {
        if (!taken) {
            dropped("the network does not take them");
            return;
        }
        sent.increment();
        // not before the queue has run empty: else a full queue would end and begin an outage with every frame
        if (bytesLeft == 0 && outage.compareAndSet(true, false)) {
            LOGGER.log(INFO, "cluster node {0}: frames are sent again, {1} dropped so far", self.node(), dropped);
        }
    }

    private void dropped(String why) {
        dropped.increment();
        if (outage.compareAndSet(false, true)) {
            LOGGER.log(WARNING, "cluster node {0}: frames to other nodes are dropped: {1}", self.node(), why);
        }
    }

    /** The nodes that are there now. New ones are owed all that is published from now on, and are told so. */
    void members(Set<String> nodes) {
        var rest = new HashSet<>(nodes);
        rest.remove(self.node());
        others = Set.copyOf(rest);
        if (!rest.isEmpty()) {
            alone = false;
            drain.execute(() -> {
                rest.forEach(this::peer);
                beat(false);
            });
        }
    }

    private Peers.Peer peer(String node) {
        skipRefused();
        return peers.of(node, toAll.last() + 1);
    }

    boolean isAlone() {
        return alone;
    }

    /** This node has begun to listen: asks the others where it is to begin. */
    void hello() {
        drain.execute(() -> beat(true));
    }

    /** Tells a node that has begun to listen where. */
    void helloFrom(String node) {
        if (others.contains(node)) {
            drain.execute(() -> {
                if (peer(node).mayAsk()) {
                    heartbeat(false, false, Set.of(node)).forEach(bytes -> pipe.to(node, bytes));
                }
            });
        }
    }

    private void beatAndGoOn() {
        if (closed) {
            return;
        }
        try {
            peers.beat();
            ring.expire(environment.ticker().nanos());
            beat(false);
        } finally {
            start();
        }
    }

    private void beat(boolean hello) {
        skipRefused();
        if (others.isEmpty() && !hello) {
            return;
        }
        for (var bytes : heartbeat(hello, closed, others)) {
            if (pipe.toAll(bytes)) {
                heartbeats.increment();
            }
        }
    }

    private Iterable<byte[]> heartbeat(boolean hello, boolean leaving, Set<String> nodes) {
        var named = new HashMap<String, Datagram.Peer>();
        for (var node : nodes) {
            var peer = peer(node);
            named.put(node, new Datagram.Peer(peer.start(), peer.stream().last()));
        }
        return codec.encode(new Datagram.Heartbeat(self.node(), self.epoch(), toAll.last(), hello, leaving, named));
    }

    /** Asks another node for frames of its. */
    void ask(Origin whom, boolean ofToAll, List<Datagram.Range> ranges) {
        var request = new Datagram.Request(self.node(), self.epoch(), whom.node(), whom.epoch(), ofToAll, ranges);
        drain.execute(() -> pipe.to(whom.node(), codec.encode(request)));
    }

    /** Answers another node, unless it asks too much. */
    void asked(Datagram.Request request) {
        if (closed || !others.contains(request.node()) || request.askedEpoch() != self.epoch()) {
            refusedRequests.increment();
        } else if (requestsWaiting.incrementAndGet() > MAX_REQUESTS_WAITING) {
            requestsWaiting.decrementAndGet();
            refusedRequests.increment();
        } else {
            drain.execute(() -> {
                requestsWaiting.decrementAndGet();
                answer(request);
            });
        }
    }

    private void answer(Datagram.Request request) {
        var peer = peer(request.node());
        if (!peer.mayAsk() || !peer.mayHave(limits.ringBytes())) {
            refusedRequests.increment();
            return;
        }
        ring.expire(environment.ticker().nanos());
        var stream = request.toAll() ? toAll : peer.stream();
        var repeats = new Repeats(frame -> pipe.to(request.node(), frame));
        for (var range : request.ranges()) {
            repeats.add(stream, range.first(), Math.min(range.last(), stream.last()));
        }
        peer.had(repeats.bytes());
        repeated.add(repeats.frames());
        gone.add(repeats.lostFrames());
        pipe.to(
                request.node(),
                codec.encode(new Datagram.Answer(
                        self.node(), self.epoch(), request.node(), request.toAll(), repeats.lost())));
    }

    /**
     * Takes no more frames. Returns at once.
     *
     * @return completes when the pipe was given all frames published before, on the draining thread
     */
    CompletionStage<Void> close() {
        closed = true;
        timer.cancel();
        var drained = new CompletableFuture<Void>();
        drain.execute(() -> {
            try {
                beat(false);
            } finally {
                drained.complete(null);
            }
        });
        return drained;
    }

    BusCounters.Sent counters() {
        return new BusCounters.Sent(sent.sum(), dropped.sum(), unreachable.sum(), heartbeats.sum());
    }

    /** @param missing frames of others */
    BusCounters.Lag lag(long missing) {
        long bytes = queuedBytes.get();
        long waited = bytes == 0 ? 0 : environment.ticker().nanos() - firstQueued;
        return new BusCounters.Lag(bytes, TimeUnit.NANOSECONDS.toMillis(waited), missing);
    }

    BusCounters.Ring ringCounters() {
        return new BusCounters.Ring(ring.frames(), ring.bytes(), repeated.sum(), gone.sum(), refusedRequests.sum());
    }
}
