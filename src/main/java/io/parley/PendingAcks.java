package io.parley;

import io.parley.kernel.Limit;
import io.parley.kernel.LimitCounters;
import io.parley.kernel.Ticker;
import io.parley.packet.Arguments;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The answers that one socket's client still owes, by ack id. Counts how they came. Thread-safe; each is answered or fails exactly once. */
final class PendingAcks {
    private final int most;
    private final LimitCounters counters;
    private final EventTally tally;
    private final Ticker ticker;
    private final Map<Long, Pending> pending = new ConcurrentHashMap<>(2);
    private volatile boolean closed;

    PendingAcks(int most, LimitCounters counters, EventTally tally, Ticker ticker) {
        this.most = most;
        this.counters = counters;
        this.tally = tally;
        this.ticker = ticker;
    }

    /**
     * Expects an answer. False if there will be none, because the socket is gone or too many answers are awaited: it
     * has failed then.
     */
    boolean expect(long id, Awaited awaited) {
        if (pending.size() >= most) {
            counters.hit(Limit.PENDING_ACKS);
            tally.answerMissing();
            awaited.failed(new IllegalStateException(most + " acks are pending already"));
            return false;
        }
        pending.put(id, new Pending(awaited, ticker.nanos()));
        if (closed) {
            fail(id, new SocketDisconnectedException());
            return false;
        }
        return true;
    }

    /** The client has answered; an answer that nobody waits for is ignored. */
    void received(long id, Arguments arguments) {
        var answered = pending.remove(id);
        if (answered != null) {
            tally.answered(ticker.nanos() - answered.since);
            answered.awaited.answered(arguments);
        }
    }

    /** Nobody waits for this answer any more. */
    void forget(long id) {
        if (pending.remove(id) != null) {
            tally.answerMissing();
        }
    }

    /** The socket is gone: nobody will answer any more. */
    void close() {
        closed = true;
        pending.keySet().forEach(id -> fail(id, new SocketDisconnectedException()));
    }

    private void fail(long id, RuntimeException failure) {
        var missing = pending.remove(id);
        if (missing != null) {
            tally.answerMissing();
            missing.awaited.failed(failure);
        }
    }

    /** @param since when the question was asked, the ticker's nanoseconds */
    private record Pending(Awaited awaited, long since) {}

    /** Told of one answer, on any thread; must return quickly. */
    interface Awaited {
        void answered(Arguments arguments);

        void failed(RuntimeException failure);
    }
}
