package io.parley.adapter;

import io.parley.kernel.Ticker;
import io.parley.packet.EncodedPacket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongFunction;

/**
 * The last packets of a namespace, those of all nodes, for clients that come back. Thread-safe.
 *
 * <p>Each packet has the number that its origin has given to it, and a sequence number here. A client remembers the
 * {@linkplain Offset offset} of the last packet that it got, and that is enough only if every client gets packets in the
 * order of their sequence numbers. So a packet is numbered, kept and put into the queues of its recipients under one lock;
 * what then runs those queues comes after the lock has been left.
 */
public final class RecoveryLog {
    private static final int TAG_LENGTH = 8;

    private final Ticker ticker;
    private final Limits limits;
    private final String self;
    private final long began;
    private final ReentrantLock lock = new ReentrantLock();
    private final ConcurrentLinkedDeque<Kept> packets = new ConcurrentLinkedDeque<>();

    // guarded by the lock
    private final Map<String, Origin> origins = new LinkedHashMap<>();
    private long last;
    private int count;
    private long bytes;

    /**
     * Empty.
     *
     * @param ticker says how old packets are
     * @param node the id of this node
     * @param limits beyond which the oldest packets are forgotten
     */
    public RecoveryLog(Ticker ticker, String node, Limits limits) {
        this.ticker = ticker;
        this.limits = limits;
        this.self = tag(node);
        this.began = ticker.nanos();
    }

    /**
     * {@return what stands for a node in offsets: the last characters of its id}
     *
     * @param node its id
     */
    public static String tag(String node) {
        return node.substring(Math.max(0, node.length() - TAG_LENGTH)).replaceAll("[^A-Za-z0-9_-]", "_");
    }

    /**
     * Numbers and keeps a packet of this node.
     *
     * @param numbered told its number, in the order of the numbers; returns what is to be run before the queues. Must not
     *     call anything that blocks or that belongs to others
     * @param sink puts it into the queues of its recipients
     * @return what is to be run when this method has returned
     */
    Runnable append(Selection selection, EncodedPacket packet, LongFunction<Runnable> numbered, Sink sink) {
        lock.lock();
        try {
            long number = origin(self).last + 1;
            var first = numbered.apply(number);
            var queues = keep(new LoggedPacket(self, number, selection, packet), sink);
            return () -> {
                first.run();
                queues.run();
            };
        } finally {
            lock.unlock();
        }
    }

    /**
     * Keeps a packet of another node. Those between it and the one before of that node are lost here.
     *
     * @param sink puts it into the queues of its recipients
     * @return what is to be run when this method has returned
     */
    Runnable append(LoggedPacket packet, Sink sink) {
        lock.lock();
        try {
            var origin = origin(packet.origin());
            if (packet.number() <= origin.last) {
                return () -> {};
            }
            if (packet.number() > origin.last + 1) {
                // what a node has said before it knew of this one was not for it
                boolean first = origin.last == 0 && !origin.gap;
                origin.lacks(packet.number() - 1, first ? began : ticker.nanos());
            }
            return keep(packet, sink);
        } finally {
            lock.unlock();
        }
    }

    /** Of what a node has said something is lost for good. */
    void gap(String node) {
        lock.lock();
        try {
            origin(tag(node)).gap = true;
        } finally {
            lock.unlock();
        }
    }

    /** A packet that can be recovered has come from a node that does not number them: who is away has missed it. */
    void missedByAll() {
        lock.lock();
        try {
            origin("").lacks(Long.MAX_VALUE, ticker.nanos());
        } finally {
            lock.unlock();
        }
    }

    Limits limits() {
        return limits;
    }

    /** {@return what stands for this node in offsets} */
    public String tag() {
        return self;
    }

    /** {@return how far this node is now: the offset of its last packet} */
    public Offset here() {
        lock.lock();
        try {
            var numbers = new HashMap<String, Long>();
            origins.forEach((tag, origin) -> {
                if (origin.last > 0) {
                    numbers.put(tag, origin.last);
                }
            });
            return new Offset(self, last, new Position(numbers));
        } finally {
            lock.unlock();
        }
    }

    /** {@return for how many nanoseconds packets have been kept} */
    public long age() {
        return ticker.nanos() - began;
    }

    /**
     * {@return for how many nanoseconds nothing is lacking of what somebody may have missed since packets are kept: the last
     * one that is lacking was forgotten, or has never come}
     *
     * @param since where it stands
     */
    public long reach(Position since) {
        lock.lock();
        try {
            long now = ticker.nanos();
            long reach = Long.MAX_VALUE;
            for (var origin : origins.entrySet()) {
                if (!since.covers(origin.getKey(), origin.getValue().lacking)) {
                    reach = Math.min(reach, now - origin.getValue().lackingSince);
                }
            }
            return reach;
        } finally {
            lock.unlock();
        }
    }

    /**
     * {@return the packets that somebody has missed, in the order in which they came here; empty if they are too many or
     * too large} That none is lacking {@link #reach} tells, when it is asked afterwards.
     *
     * @param since what it has got; if that is an offset of this node, no packet before it is looked at
     * @param upTo the sequence number of the last packet asked for
     * @param nanos how far back to look
     * @param rooms those that it is in, its own among them
     */
    public Optional<List<LoggedPacket>> missed(Offset since, long upTo, long nanos, Set<String> rooms) {
        var missed = new ArrayList<LoggedPacket>();
        long size = 0;
        long floor = since.node().equals(self) ? since.sequence() : 0;
        long now = ticker.nanos();
        for (var newestFirst = packets.descendingIterator(); newestFirst.hasNext(); ) {
            var kept = newestFirst.next();
            var packet = kept.packet;
            if (kept.sequence <= floor || now - kept.time > nanos) {
                break;
            }
            if (kept.sequence <= upTo
                    && !since.position().covers(packet.origin(), packet.number())
                    && packet.selection().includes(rooms)) {
                missed.add(packet);
                size += packet.size();
            }
            if (missed.size() > limits.missedPackets || size > limits.missedBytes) {
                return Optional.empty();
            }
        }
        Collections.reverse(missed);
        return Optional.of(missed);
    }

    /**
     * {@return what the client of another node has missed; empty if that is too much}
     *
     * @param claim what the node says of it
     */
    public Optional<List<LoggedPacket>> missed(SessionClaim claim) {
        return missed(claim.since(), Long.MAX_VALUE, Long.MAX_VALUE, claim.rooms());
    }

    private Runnable keep(LoggedPacket packet, Sink sink) {
        long now = ticker.nanos();
        var origin = origin(packet.origin());
        origin.last = packet.number();
        origin.heard = now;
        last++;
        packets.addLast(new Kept(last, now, packet));
        count++;
        bytes += packet.size();
        trim(now);
        return sink.enqueue(packet, last, offset(now));
    }

    /** Nodes of which nothing is kept for long, here or elsewhere, are left out: no client away knows them. */
    private String offset(long now) {
        var text = Offset.begin(self, last);
        for (var each = origins.entrySet().iterator(); each.hasNext(); ) {
            var origin = each.next();
            if (origin.getValue().isOver(now, 3 * limits.age.toNanos())
                    && !origin.getKey().equals(self)) {
                each.remove();
            } else if (origin.getValue().last > 0) {
                Position.append(text, origin.getKey(), origin.getValue().last);
            }
        }
        return text.toString();
    }

    private Origin origin(String tag) {
        return origins.computeIfAbsent(tag, same -> new Origin(ticker.nanos()));
    }

    private void trim(long now) {
        for (var oldest = packets.peekFirst(); oldest != null; oldest = packets.peekFirst()) {
            boolean old = now - oldest.time > limits.age.toNanos();
            if (!old) {
                if (count <= limits.packets && bytes <= limits.bytes) {
                    return;
                }
                origin(oldest.packet.origin()).lacks(oldest.packet.number(), oldest.time);
            }
            packets.pollFirst();
            count--;
            bytes -= oldest.packet.size();
        }
    }

    /**
     * What is kept.
     *
     * @param age of the oldest packet: for as long as somebody can be away, and until it is noticed
     * @param packets how many, for all clients together
     * @param bytes of all of them: characters of text and bytes of attachments
     * @param missedPackets how many one client may have missed; more: it is not recovered
     * @param missedBytes of these
     */
    public record Limits(Duration age, int packets, long bytes, int missedPackets, long missedBytes) {
        /** Packets are numbered, and not kept. */
        static final Limits NOTHING = new Limits(Duration.ZERO, 0, 0, 0, 0);
    }

    /** Who takes a packet to its recipients here. */
    @FunctionalInterface
    interface Sink {
        /**
         * Queues it. Must not call anything that blocks or that belongs to others.
         *
         * @param sequence the packet's number here
         * @param offset what is sent with it
         * @return runs the queues
         */
        Runnable enqueue(LoggedPacket packet, long sequence, String offset);
    }

    private record Kept(long sequence, long time, LoggedPacket packet) {}

    /** What is known of a node's packets. Guarded by the lock. */
    private static final class Origin {
        long last;
        long heard;
        /** Whether something that it has said is lost. */
        boolean gap;
        /** The last packet that is not here though it is not too old; 0: none. */
        long lacking;
        /** When it came, or should have. */
        long lackingSince;

        Origin(long now) {
            this.heard = now;
        }

        void lacks(long number, long time) {
            if (number >= lacking) {
                lacking = number;
                lackingSince = time;
            }
        }

        boolean isOver(long now, long nanos) {
            return now - heard > nanos;
        }
    }
}
