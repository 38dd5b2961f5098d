package io.parley.engine;

import io.parley.kernel.Environment;
import io.parley.kernel.Scheduler;
import io.parley.kernel.SerialExecutor;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Closes the sessions of a server, and the connections that it only passes on, one after the other, evenly over a time.
 * Thread-safe; they are closed on the thread that asks for it, and on the timer's.
 */
final class Drain {
    /** Sessions that are due within this time are closed together. */
    private static final long STEP_NANOS = 10_000_000L;

    private final Environment environment;
    private final Map<String, EngineSession> sessions;
    private final Collection<Supplier<? extends Collection<? extends Runnable>>> guests;
    private final SerialExecutor serial;
    private final CompletableFuture<Void> done = new CompletableFuture<>();

    // confined to the serial
    /** What closes them; the guests first. */
    private @Nullable Queue<Runnable> waiting;
    /** How many guests there were. */
    private int guestCount;
    /** How many there were to close at {@link #begin}. */
    private int count;

    private long begin;
    /** From the first one that is closed to the last. */
    private long window;

    private long deadline;
    private Scheduler.@Nullable Timer timer;

    /**
     * Does nothing yet.
     *
     * @param sessions of the server, now and later; none of those that are added after the first call of {@link #within}
     * @param guests each tells, at that call, what closes the connections that it has
     */
    Drain(
            Environment environment,
            Map<String, EngineSession> sessions,
            Collection<Supplier<? extends Collection<? extends Runnable>>> guests) {
        this.environment = environment;
        this.sessions = sessions;
        this.guests = guests;
        this.serial = SerialExecutor.inline(environment.failures());
    }

    /** Begins, or shortens the time that is left. Of several times the one that ends first counts. */
    CompletionStage<Void> within(Duration time) {
        serial.execute(() -> {
            long now = environment.ticker().nanos();
            long end = now + time.toNanos();
            if (waiting == null || end - deadline < 0) {
                var left = waiting == null ? all() : waiting;
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

    private Queue<Runnable> all() {
        var all = new ArrayDeque<Runnable>();
        guests.forEach(some -> all.addAll(some.get()));
        guestCount = all.size();
        for (var session : sessions.values()) {
            // does nothing if it has ended by itself
            all.add(() -> session.close(CloseReason.SERVER_SHUTTING_DOWN, "the server is drained"));
        }
        return all;
    }

    /** A session has ended, and was the last one. */
    void empty() {
        serial.execute(() -> {
            if (waiting != null && isOver(waiting)) {
                finish();
            }
        });
    }

    private boolean isOver(Queue<Runnable> left) {
        return sessions.isEmpty() && count - left.size() >= guestCount;
    }

    private void tick() {
        if (waiting != null) {
            move(waiting, environment.ticker().nanos());
        }
    }

    /** Closes those whose time has come, and sets the timer for the next one. */
    private void move(Queue<Runnable> left, long now) {
        if (timer != null) {
            timer.cancel();
        }
        long elapsed = now - begin;
        int due = elapsed >= window ? count : (int) (elapsed * (double) count / window) + 1;
        while (!left.isEmpty() && count - left.size() < due) {
            left.remove().run();
        }
        if (isOver(left) || now - deadline >= 0) {
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
