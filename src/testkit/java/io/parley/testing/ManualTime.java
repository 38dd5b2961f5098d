package io.parley.testing;

import io.parley.kernel.Scheduler;
import io.parley.kernel.Ticker;
import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** A clock and timers that stand still until the test moves them. Timers may be set and cancelled by any thread. */
public final class ManualTime implements Ticker, Scheduler {
    private final PriorityQueue<Task> tasks =
            new PriorityQueue<>(Comparator.comparingLong(Task::due).thenComparingLong(Task::number));
    private volatile long now = 1_000_000_000L;
    private long scheduled;

    /** A time in which nothing is due. */
    public ManualTime() {}

    @Override
    public long nanos() {
        return now;
    }

    @Override
    public synchronized Timer schedule(long delayNanos, Runnable work) {
        var task = new Task(now + Math.max(0, delayNanos), scheduled++, work);
        tasks.add(task);
        return () -> cancel(task);
    }

    private synchronized void cancel(Task task) {
        tasks.remove(task);
    }

    /**
     * Lets the time pass; each timer runs at its time.
     *
     * @param duration 0 or more
     */
    public void advance(Duration duration) {
        long end = now + duration.toNanos();
        for (var task = takeDue(end); task != null; task = takeDue(end)) {
            now = Math.max(now, task.due);
            task.work.run();
        }
        now = end;
    }

    private synchronized @Nullable Task takeDue(long end) {
        var first = tasks.peek();
        return first == null || first.due > end ? null : tasks.remove();
    }

    /**
     * Lets the time pass while all timers are late.
     *
     * @param duration 0 or more
     */
    public synchronized void advanceWithoutTimers(Duration duration) {
        now = now + duration.toNanos();
    }

    /** {@return how many timers wait} */
    public synchronized int waiting() {
        return tasks.size();
    }

    private record Task(long due, long number, Runnable work) {}
}
