package io.parley.cluster;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * The frames that this node has sent and keeps, to send them again. Bounded in bytes and in time: the oldest are forgotten.
 * Confined to the task that sends; the gauges may be read by any thread.
 */
final class Ring {
    private final BusLimits limits;
    private final ArrayDeque<Entry> entries = new ArrayDeque<>();
    private final LongAdder frames = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private long keptBytes;

    Ring(BusLimits limits) {
        this.limits = limits;
    }

    /** Keeps a frame, and forgets what is too old or too much. */
    void add(Stream stream, long sequence, byte[] frame, long now) {
        entries.add(new Entry(stream, sequence, now, frame.length));
        stream.kept.put(sequence, frame);
        count(1, BusLimits.costOf(frame.length));
        expire(now);
    }

    void expire(long now) {
        for (var oldest = entries.peek(); oldest != null && isOver(oldest, now); oldest = entries.peek()) {
            entries.remove();
            oldest.stream.kept.remove(oldest.sequence);
            count(-1, -BusLimits.costOf(oldest.bytes));
        }
    }

    private boolean isOver(Entry oldest, long now) {
        return keptBytes > limits.ringBytes()
                || now - oldest.sentAt >= limits.ringTime().toNanos();
    }

    private void count(int frame, long cost) {
        keptBytes += cost;
        frames.add(frame);
        bytes.add(cost);
    }

    long frames() {
        return frames.sum();
    }

    long bytes() {
        return bytes.sum();
    }

    private record Entry(Stream stream, long sequence, long sentAt, int bytes) {}

    /** What was sent to all, or to one node: how far it is, and what of it is kept. */
    static final class Stream {
        private final TreeMap<Long, byte[]> kept = new TreeMap<>();
        private long last;

        /** The number of the last frame, 0 if there was none. */
        long last() {
            return last;
        }

        /** The number of the next frame. */
        long next() {
            return ++last;
        }

        /** Uses up numbers for frames that will never be sent. */
        void skip(long count) {
            last += count;
        }

        /** What is kept of a range, from its beginning on: frames in a row, or, empty, how far there are none. */
        Run run(long first, long last, long mostBytes) {
            var present = kept.ceilingKey(first);
            if (present == null || present > last) {
                return new Run(last, List.of());
            }
            if (present > first) {
                return new Run(present - 1, List.of());
            }
            var frames = new ArrayList<byte[]>();
            long sequence = first;
            long room = mostBytes;
            for (var entry : kept.subMap(first, true, last, true).entrySet()) {
                room -= BusLimits.costOf(entry.getValue().length);
                if (entry.getKey() != sequence || (room < 0 && !frames.isEmpty())) {
                    break;
                }
                frames.add(entry.getValue());
                sequence++;
            }
            return new Run(sequence - 1, frames);
        }
    }

    /**
     * Frames in a row.
     *
     * @param last the number of the last of them
     * @param frames none: they are kept no longer
     */
    record Run(long last, List<byte[]> frames) {}
}
