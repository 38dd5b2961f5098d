package io.parley.engine;

import io.parley.engine.SessionCounters.Traffic;
import io.parley.kernel.Tally;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** Counts what the sessions of a server do. Thread-safe, without locks. */
final class SessionTally {
    private final Tally<TransportName> open = new Tally<>(List.of(TransportName.values()));
    private final Tally<TransportName> opened = new Tally<>(List.of(TransportName.values()));
    private final Tally<CloseReason> closed = new Tally<>(List.of(CloseReason.values()));
    private final Tally<String> refused = new Tally<>(Refusal.reasons());
    private final LongAdder upgraded = new LongAdder();
    private final LongAdder packetsIn = new LongAdder();
    private final LongAdder bytesIn = new LongAdder();
    private final LongAdder packetsOut = new LongAdder();
    private final LongAdder bytesOut = new LongAdder();
    private final LongAdder queuedBytes = new LongAdder();

    void opened(TransportName transport) {
        open.add(transport, 1);
        opened.add(transport, 1);
    }

    void upgraded() {
        open.add(TransportName.POLLING, -1);
        open.add(TransportName.WEBSOCKET, 1);
        upgraded.increment();
    }

    void ended(TransportName transport) {
        open.add(transport, -1);
    }

    void closed(CloseReason reason) {
        closed.add(reason, 1);
    }

    void refused(Refusal refusal) {
        refused.add(refusal.reason(), 1);
    }

    void received(EnginePacket packet) {
        packetsIn.increment();
        bytesIn.add(packet.bytes());
    }

    void sent(int packets, long bytes) {
        packetsOut.add(packets);
        bytesOut.add(bytes);
    }

    /** @param bytes negative: they do not wait any more */
    void queued(long bytes) {
        queuedBytes.add(bytes);
    }

    SessionCounters counters() {
        return new SessionCounters(
                open.byName(),
                opened.byName(),
                upgraded.sum(),
                closed.byName(),
                refused.byName(),
                new Traffic(packetsIn.sum(), bytesIn.sum()),
                new Traffic(packetsOut.sum(), bytesOut.sum()),
                queuedBytes.sum());
    }
}
