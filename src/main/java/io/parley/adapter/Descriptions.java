package io.parley.adapter;

import io.parley.kernel.Environment;
import io.parley.kernel.Limit;
import io.parley.kernel.SerialExecutor;
import io.parley.packet.EncodedPacket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Describes the sockets here to other nodes that fetch them, one request after the other, on the handler pool: what the
 * application keeps with a socket is written by the application's code. Thread-safe.
 *
 * <p>Bounds: {@value #MOST_WAITING} requests that wait, more are refused; {@value #MOST_BYTES} bytes for one of them,
 * sent in parts, the sockets beyond are left out. The other node is told of both, and both are counted.
 */
final class Descriptions {
    static final int MOST_WAITING = 100;
    /** Half of what a node keeps of what it has sent, by default. */
    static final long MOST_BYTES = 8_000_000;
    /** Of one part, besides its last socket. */
    private static final long PART_BYTES = 64_000;

    private final SerialExecutor serial;
    private final AtomicInteger waiting = new AtomicInteger();

    Descriptions(Environment environment) {
        this.serial = SerialExecutor.on(environment.handlers(), environment.failures());
    }

    /** Returns at once. What cannot be sent is missing at the other node, when its time is over. */
    <R extends Recipient> void send(ClusterMessage.Fetch fetch, LocalAdapter<R> local, Asker asker) {
        if (waiting.incrementAndGet() > MOST_WAITING) {
            waiting.decrementAndGet();
            local.hit(Limit.PENDING_REQUESTS);
            asker.send(new ClusterMessage.Over(fetch.request()));
            return;
        }
        serial.execute(() -> {
            waiting.decrementAndGet();
            new Parts(fetch.request(), asker, local::hit).send(local, fetch.selection());
        });
    }

    /** One reply. Confined to the serial. */
    private static final class Parts {
        private final String request;
        private final Asker asker;
        private final Consumer<Limit> limits;
        private final List<EncodedPacket> part = new ArrayList<>();
        private long partBytes;

        Parts(String request, Asker asker, Consumer<Limit> limits) {
            this.request = request;
            this.asker = asker;
            this.limits = limits;
        }

        <R extends Recipient> void send(LocalAdapter<R> local, Selection selection) {
            int total = 0;
            long bytes = 0;
            for (var recipient : local.local(selection)) {
                var socket = local.describe(recipient);
                bytes += ClusterMessage.sizeOf(socket);
                // the one that is too much is counted, so that the other node sees that something is missing
                total++;
                if (bytes > MOST_BYTES) {
                    limits.accept(Limit.ANSWER_BYTES);
                    break;
                }
                add(socket);
            }
            flush();
            asker.send(new ClusterMessage.Sockets(request, List.of(), total));
        }

        private void add(EncodedPacket socket) {
            part.add(socket);
            partBytes += ClusterMessage.sizeOf(socket);
            if (partBytes >= PART_BYTES) {
                flush();
            }
        }

        private void flush() {
            if (!part.isEmpty()) {
                sendPart(part);
                part.clear();
                partBytes = 0;
            }
        }

        /** In halves if it is more than a frame can hold; a socket that is too large for a frame is left out. */
        private void sendPart(List<EncodedPacket> sockets) {
            try {
                asker.send(new ClusterMessage.Sockets(request, sockets, ClusterMessage.Reply.MORE));
            } catch (IllegalArgumentException tooLarge) {
                int half = sockets.size() / 2;
                if (half == 0) {
                    limits.accept(Limit.ANSWER_BYTES);
                } else {
                    sendPart(sockets.subList(0, half));
                    sendPart(sockets.subList(half, sockets.size()));
                }
            }
        }
    }
}
