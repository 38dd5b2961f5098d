package io.parley;

import io.parley.kernel.Several;
import io.parley.kernel.Tally;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** Counts what happens in a namespace, or in all that are made on demand. Thread-safe, without locks. */
final class EventTally {
    private final String namespace;
    private final Several<LatencyListener> latencies;
    private final Tally<DisconnectReason> disconnects = new Tally<>(List.of(DisconnectReason.values()));
    private final LongAdder connected = new LongAdder();
    private final LongAdder connects = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder handled = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder unknown = new LongAdder();
    private final LongAdder handlingNanos = new LongAdder();
    private final LongAdder sent = new LongAdder();
    private final LongAdder acksSent = new LongAdder();
    private final LongAdder acksReceived = new LongAdder();
    private final LongAdder acksMissing = new LongAdder();
    private final LongAdder answeringNanos = new LongAdder();
    private final LongAdder roomJoins = new LongAdder();
    private final LongAdder roomLeaves = new LongAdder();

    EventTally(String namespace, Several<LatencyListener> latencies) {
        this.namespace = namespace;
        this.latencies = latencies;
    }

    void connected() {
        connected.increment();
        connects.increment();
    }

    void disconnected(DisconnectReason reason) {
        connected.decrement();
        disconnects.add(reason, 1);
    }

    void refused() {
        refused.increment();
    }

    /** An event has been heard by whoever listens. */
    void handled(long nanos, boolean hasFailed) {
        (hasFailed ? failed : handled).increment();
        handlingNanos.add(nanos);
        for (var listener : latencies) {
            listener.handled(namespace, nanos);
        }
    }

    void unknown() {
        unknown.increment();
    }

    /** @param sockets that are sent an event */
    void sent(int sockets) {
        sent.add(sockets);
    }

    void ackSent() {
        acksSent.increment();
    }

    void answered(long nanos) {
        acksReceived.increment();
        answeringNanos.add(nanos);
        for (var listener : latencies) {
            listener.answered(namespace, nanos);
        }
    }

    void answerMissing() {
        acksMissing.increment();
    }

    void roomJoined() {
        roomJoins.increment();
    }

    void roomLeft() {
        roomLeaves.increment();
    }

    EventCounters counters() {
        long left = roomLeaves.sum();
        long joined = roomJoins.sum();
        long heard = handled.sum();
        long thrown = failed.sum();
        long unheard = unknown.sum();
        return new EventCounters(
                connected.sum(),
                connects.sum(),
                disconnects.byName(),
                refused.sum(),
                heard + thrown + unheard,
                heard,
                thrown,
                unheard,
                Duration.ofNanos(handlingNanos.sum()),
                sent.sum(),
                acksSent.sum(),
                acksReceived.sum(),
                acksMissing.sum(),
                Duration.ofNanos(answeringNanos.sum()),
                Math.max(0, joined - left),
                joined,
                left);
    }
}
