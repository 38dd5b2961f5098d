package io.parley.transport;

import io.parley.engine.CloseReason;
import io.parley.engine.EngineError;
import io.parley.engine.EnginePacket;
import io.parley.engine.EngineSession;
import io.parley.engine.PayloadCodec;
import io.parley.engine.Refusal;
import io.parley.engine.TextPacket;
import io.parley.engine.Transport;
import io.parley.engine.TransportName;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Long-polling: ready while a GET waits. Thread-safe.
 *
 * <p>At most one GET waits and one POST is read at a time; a second one ends the session, as the reference does: it
 * tells that two clients use one session.
 */
final class PollingTransport implements Transport {
    private static final String TEXT = "text/plain; charset=UTF-8";
    private static final String BINARY = "application/octet-stream";

    private final PayloadCodec codec;
    private final int compressionThreshold;
    private final AtomicReference<@Nullable Exchange> waiting = new AtomicReference<>();
    private final AtomicBoolean posting = new AtomicBoolean();
    private final AtomicReference<@Nullable Runnable> atClose = new AtomicReference<>();
    /** What those are told who come too late; null until the transport is closed. */
    private volatile @Nullable EngineError closed;

    /** @param compressionThreshold bytes from which on a body is compressed, if client and packets allow it */
    PollingTransport(PayloadCodec codec, int compressionThreshold) {
        this.codec = codec;
        this.compressionThreshold = compressionThreshold;
    }

    /** How bodies are written and read. */
    PayloadCodec codec() {
        return codec;
    }

    @Override
    public TransportName name() {
        return TransportName.POLLING;
    }

    /** A GET has come: it waits for packets. */
    void polled(EngineSession session, Exchange exchange) {
        if (!waiting.compareAndSet(null, exchange)) {
            exchange.answer(Answer.empty(400));
            session.lost(this, CloseReason.TRANSPORT_ERROR, "overlap from client");
            return;
        }
        session.ready(this);
        var why = closed;
        if (why != null && waiting.compareAndSet(exchange, null)) {
            exchange.answer(refusal(why));
        }
    }

    /** A POST has come; false if another one is still being read or held back. */
    boolean startPost() {
        return posting.compareAndSet(false, true);
    }

    /** The POST is about to be answered. */
    void endPost() {
        atClose.set(null);
        posting.set(false);
    }

    /** Runs the task when the transport is closed, at once if it is; only the last one that was set. For the POST. */
    void whenClosed(Runnable task) {
        atClose.set(task);
        if (closed != null) {
            runAtClose();
        }
    }

    @Override
    public boolean write(List<? extends EnginePacket> batch) {
        answer(payload(batch));
        return false;
    }

    @Override
    public void close() {
        closed(EngineError.UNKNOWN_SID, payload(List.of(TextPacket.CLOSE)));
    }

    @Override
    public void replaced() {
        closed(EngineError.BAD_REQUEST, refusal(EngineError.BAD_REQUEST));
    }

    private void closed(EngineError why, Answer last) {
        closed = why;
        answer(last);
        runAtClose();
    }

    private void runAtClose() {
        var task = atClose.getAndSet(null);
        if (task != null) {
            task.run();
        }
    }

    static Answer refusal(EngineError error) {
        return Answer.of(
                error.status(), "application/json", Refusal.of(error, Map.of()).json());
    }

    private Answer payload(List<? extends EnginePacket> packets) {
        var body = codec.encode(packets);
        boolean compress =
                body.bytes().size() >= compressionThreshold && packets.stream().anyMatch(EnginePacket::compressible);
        return new Answer(200, body.binary() ? BINARY : TEXT, body.bytes(), compress);
    }

    private void answer(Answer answer) {
        var exchange = waiting.getAndSet(null);
        if (exchange != null) {
            exchange.answer(answer);
        }
    }
}
