package io.parley.engine;

import io.parley.kernel.Environment;
import io.parley.kernel.Scheduler;
import io.parley.kernel.SerialExecutor;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Closes the sessions of a server one after the other, evenly over a time. Thread-safe; the sessions are closed on the
 * thread that asks for it, and on the timer's.
 */
final class Drain {
    /** Sessions that are due within this time are closed together. */
    private static final long STEP_NANOS = 10_000_000L;

    private final Environment environment;
    private final Map<String, EngineSession> sessions;
    private final SerialExecutor serial;
    private final CompletableFuture<Void> done = new CompletableFuture<>();

    // confined to the serial
    private @Nullable Queue<EngineSession> waiting;
    /** How many there were to close at {@link #begin}. */
    private int count;

    private long begin;
    /** From the first one that is closed to the last. */
    private long window;

    private long deadline;
    private Scheduler.@Nullable Timer timer;

    /** @param sessions of the server, now and later; none of those that are added after the first call of {@link #within} */
    Drain(Environment environment, Map<String, EngineSession> sessions) {
        this.environment = environment;
        this.sessions = sessions;
        this.serial = SerialExecutor.inline(environment.failures());
    }

    /** Begins, or shortens the time that is left. Of several times the one that ends first counts. */
    CompletionStage<Void> within(Duration time) {
        serial.execute(() -> {
            long now = environment.ticker().nanos();
            long end = now + time.toNanos();
            if (waiting == null || end - deadline < 0) {
                var left = waiting == null ? new ArrayDeque<>(sessions.values()) : waiting;
                waiting = left;
                count = left.size();
                begin = now;
                window = time.toNanos() / 5 * 4;
                deadline = end;
                move(left, now);
            }
        });
        return done.minimalCompletionStage();
    }

    /** A session has ended, and was the last one. */
    void empty() {
        serial.execute(() -> {
            if (waiting != null) {
                finish();
            }
        });
    }

    private void tick() {
        if (waiting != null) {
            move(waiting, environment.ticker().nanos());
        }
    }

    /** Closes those whose time has come, and sets the timer for the next one. */
    private void move(Queue<EngineSession> left, long now) {
        if (timer != null) {
            timer.cancel();
        }
        long elapsed = now - begin;
        int due = elapsed >= window ? count : (int) (elapsed * (double) count / window) + 1;
        while (!left.isEmpty() && count - left.size() < due) {
            // does nothing if it has ended by itself
            left.remove().close(CloseReason.SERVER_SHUTTING_DOWN, "the server is drained");
        }
        if (sessions.isEmpty() || now - deadline >= 0) {
            finish();
            return;
        }
        long next =
                left.isEmpty() ? deadline : begin + (long) Math.ceil((count - left.size()) * (double) window / count);
        long pause = Math.min(Math.max(next - now, STEP_NANOS), deadline - now);
        timer = environment.scheduler().schedule(pause, () -> serial.execute(this::tick));
    }

    private void finish() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
        environment.complete(() -> done.complete(null));
    }
}
