package io.parley;

import io.parley.kernel.Environment;
import io.parley.kernel.Scheduler;
import io.parley.packet.Arguments;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The answers that one socket's client still owes. Thread-safe. Futures are completed on the handler pool, not in the
 * order of the socket's events: a listener may wait for one.
 */
final class PendingAcks {
    private final Environment environment;
    private final int most;
    private final Map<Long, Pending> pending = new ConcurrentHashMap<>(2);
    private volatile boolean closed;

    PendingAcks(Environment environment, int most) {
        this.environment = environment;
        this.most = most;
    }

    /** Expects an answer; the future fails at once when the socket is gone or too many answers are awaited. */
    CompletableFuture<Arguments> expect(long id, @Nullable Duration timeout) {
        var future = new CompletableFuture<Arguments>();
        if (pending.size() >= most) {
            future.completeExceptionally(new IllegalStateException(most + " acks are pending already"));
            return future;
        }
        Scheduler.Timer timer = timeout == null
                ? () -> {}
                : environment.scheduler().schedule(timeout.toNanos(), () -> fail(id, new AckTimeoutException()));
        pending.put(id, new Pending(future, timer));
        if (closed) {
            fail(id, new SocketDisconnectedException());
        }
        return future;
    }

    /** The client has answered; an answer that nobody waits for is ignored. */
    void received(long id, Arguments arguments) {
        complete(id, future -> future.complete(arguments));
    }

    /** The socket is gone: nobody will answer any more. */
    void close() {
        closed = true;
        pending.keySet().forEach(id -> fail(id, new SocketDisconnectedException()));
    }

    private void fail(long id, RuntimeException failure) {
        complete(id, future -> future.completeExceptionally(failure));
    }

    private void complete(long id, Consumer<CompletableFuture<Arguments>> outcome) {
        var answered = pending.remove(id);
        if (answered == null) {
            return;
        }
        answered.timer.cancel();
        try {
            environment.handlers().execute(() -> outcome.accept(answered.future));
        } catch (RejectedExecutionException shuttingDown) {
            outcome.accept(answered.future);
        }
    }

    private record Pending(CompletableFuture<Arguments> future, Scheduler.Timer timer) {}
}
