package io.parley.adapter;

import io.parley.kernel.Ticker;
import io.parley.packet.EncodedPacket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * The last packets of a namespace, for clients that come back. Thread-safe.
 *
 * <p>Each packet has a sequence number. A client remembers the offset of the last packet that it got, and that is
 * enough only if every client gets packets in the order of their numbers. So a packet is numbered, kept and put into
 * the queues of its recipients under one lock; what then runs those queues comes after the lock has been left.
 */
public final class RecoveryLog {
    private final Ticker ticker;
    private final Limits limits;
    private final String epoch;
    private final ReentrantLock lock = new ReentrantLock();
    private final ConcurrentLinkedDeque<Logged> packets = new ConcurrentLinkedDeque<>();
    private final AtomicLong last = new AtomicLong();
    /** Guarded by the lock for writing. */
    private volatile long forgotten;

    private int count;
    private long bytes;

    /**
     * Empty.
     *
     * @param ticker says how old packets are
     * @param epoch tells the offsets of this log from those of any other; letters and digits
     * @param limits beyond which the oldest packets are forgotten
     */
    public RecoveryLog(Ticker ticker, String epoch, Limits limits) {
        this.ticker = ticker;
        this.epoch = epoch;
        this.limits = limits;
    }

    /**
     * Keeps a packet.
     *
     * @param stamp makes the packet as it is sent, from its offset
     * @param enqueue puts it into the queues of its recipients, given the packet and its number, and returns what runs
     *     them; must not call anything that blocks or that belongs to others
     * @return what is to be run when this method has returned
     */
    Runnable append(
            Selection selection,
            Function<String, EncodedPacket> stamp,
            BiFunction<EncodedPacket, Long, Runnable> enqueue) {
        lock.lock();
        try {
            long sequence = last.get() + 1;
            var packet = stamp.apply(offset(sequence));
            packets.addLast(new Logged(sequence, ticker.nanos(), selection, packet, size(packet)));
            last.set(sequence);
            count++;
            bytes += size(packet);
            trim();
            return enqueue.apply(packet, sequence);
        } finally {
            lock.unlock();
        }
    }

    /** {@return the number of the last packet; 0 if there has been none} */
    public long last() {
        return last.get();
    }

    /**
     * {@return the number that an offset stands for; empty if it is none of this log}
     *
     * @param offset any text, such as what a client sent
     */
    public OptionalLong sequence(String offset) {
        int dash = offset.lastIndexOf('-');
        if (dash < 0 || !offset.substring(0, dash).equals(epoch)) {
            return OptionalLong.empty();
        }
        try {
            long sequence = Long.parseLong(offset.substring(dash + 1), Character.MAX_RADIX);
            return sequence >= 0 && sequence <= last.get() ? OptionalLong.of(sequence) : OptionalLong.empty();
        } catch (NumberFormatException notOurs) {
            return OptionalLong.empty();
        }
    }

    /**
     * {@return the packets that somebody has missed, in order; empty if some of them may have been forgotten, or if
     * they are too many or too large}
     *
     * @param sequence of the last packet that was not missed
     * @param upTo of the last one asked for
     * @param rooms those that somebody is in, its own among them
     */
    public Optional<List<EncodedPacket>> between(long sequence, long upTo, Set<String> rooms) {
        if (sequence < forgotten) {
            return Optional.empty();
        }
        var missed = new ArrayList<EncodedPacket>();
        long size = 0;
        for (var logged : packets) {
            if (logged.sequence > sequence && logged.sequence <= upTo && logged.selection.includes(rooms)) {
                missed.add(logged.packet);
                size += logged.size;
            }
        }
        boolean complete = sequence >= forgotten && missed.size() <= limits.missedPackets && size <= limits.missedBytes;
        return complete ? Optional.of(missed) : Optional.empty();
    }

    private String offset(long sequence) {
        return epoch + "-" + Long.toString(sequence, Character.MAX_RADIX);
    }

    private void trim() {
        long now = ticker.nanos();
        for (var oldest = packets.peekFirst(); oldest != null; oldest = packets.peekFirst()) {
            boolean old = now - oldest.time > limits.age.toNanos();
            if (!old && count <= limits.packets && bytes <= limits.bytes) {
                return;
            }
            forgotten = oldest.sequence;
            packets.pollFirst();
            count--;
            bytes -= oldest.size;
        }
    }

    private static long size(EncodedPacket packet) {
        var text = packet.text();
        long size = text == null ? 0 : text.length();
        for (var data : packet.attachments()) {
            size += data.size();
        }
        return size;
    }

    /**
     * What is kept.
     *
     * @param age of the oldest packet
     * @param packets how many, for all clients together
     * @param bytes of all of them: characters of text and bytes of attachments
     * @param missedPackets how many one client may have missed; more: it is not recovered
     * @param missedBytes of these
     */
    public record Limits(Duration age, int packets, long bytes, int missedPackets, long missedBytes) {}

    private record Logged(long sequence, long time, Selection selection, EncodedPacket packet, long size) {}
}
