package io.parley.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The answer to one request: sends again what is kept, and notes what is not. Confined to its call. */
final class Repeats {
    /** Of one answer; the last frame may exceed it. The rest is asked for again. */
    static final long MAX_BYTES = 1_000_000;

    private final Consumer<byte[]> wire;
    private final List<Datagram.Range> lost = new ArrayList<>();
    private long bytes;
    private long frames;

    /** @param wire given the frames */
    Repeats(Consumer<byte[]> wire) {
        this.wire = wire;
    }

    /** Answers for a range, unless the answer is full. */
    void add(Ring.Stream stream, long first, long last) {
        for (long next = first; next <= last && hasRoom(); ) {
            var run = stream.run(next, last, MAX_BYTES - bytes);
            if (run.frames().isEmpty()) {
                lost.add(new Datagram.Range(next, run.last()));
            }
            run.frames().forEach(this::send);
            next = run.last() + 1;
        }
    }

    private boolean hasRoom() {
        return bytes < MAX_BYTES && lost.size() < Datagram.Request.MAX_RANGES;
    }

    private void send(byte[] frame) {
        bytes += BusLimits.costOf(frame.length);
        frames++;
        wire.accept(frame);
    }

    List<Datagram.Range> lost() {
        return lost;
    }

    long lostFrames() {
        return lost.stream()
                .mapToLong(range -> range.last() - range.first() + 1)
                .sum();
    }

    long frames() {
        return frames;
    }

    long bytes() {
        return bytes;
    }
}
