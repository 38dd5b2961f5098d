package io.parley;

import io.parley.kernel.Limit;
import io.parley.kernel.LimitCounters;
import io.parley.packet.Arguments;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The answers that one socket's client still owes, by ack id. Thread-safe; each is answered or fails exactly once. */
final class PendingAcks {
    private final int most;
    private final LimitCounters counters;
    private final Map<Long, Awaited> pending = new ConcurrentHashMap<>(2);
    private volatile boolean closed;

    PendingAcks(int most, LimitCounters counters) {
        this.most = most;
        this.counters = counters;
    }

    /**
     * Expects an answer. False if there will be none, because the socket is gone or too many answers are awaited: it
     * has failed then.
     */
    boolean expect(long id, Awaited awaited) {
        if (pending.size() >= most) {
            counters.hit(Limit.PENDING_ACKS);
            awaited.failed(new IllegalStateException(most + " acks are pending already"));
            return false;
        }
        pending.put(id, awaited);
        if (closed) {
            fail(id, new SocketDisconnectedException());
            return false;
        }
        return true;
    }

    /** The client has answered; an answer that nobody waits for is ignored. */
    void received(long id, Arguments arguments) {
        var awaited = pending.remove(id);
        if (awaited != null) {
            awaited.answered(arguments);
        }
    }

    /** Nobody waits for this answer any more. */
    void forget(long id) {
        pending.remove(id);
    }

    /** The socket is gone: nobody will answer any more. */
    void close() {
        closed = true;
        pending.keySet().forEach(id -> fail(id, new SocketDisconnectedException()));
    }

    private void fail(long id, RuntimeException failure) {
        var awaited = pending.remove(id);
        if (awaited != null) {
            awaited.failed(failure);
        }
    }

    /** Told of one answer, on any thread; must return quickly. */
    interface Awaited {
        void answered(Arguments arguments);

        void failed(RuntimeException failure);
    }
}
