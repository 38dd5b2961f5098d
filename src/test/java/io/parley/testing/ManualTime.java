package io.parley.testing;

import io.parley.kernel.Scheduler;
import io.parley.kernel.Ticker;
import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;

/** A clock and timers that stand still until the test moves them. Confined to the test's thread. */
public final class ManualTime implements Ticker, Scheduler {
    private final PriorityQueue<Task> tasks =
            new PriorityQueue<>(Comparator.comparingLong(Task::due).thenComparingLong(Task::number));
    private long now = 1_000_000_000L;
    private long scheduled;

    @Override
    public long nanos() {
        return now;
    }

    @Override
    public Timer schedule(long delayNanos, Runnable work) {
        var task = new Task(now + Math.max(0, delayNanos), scheduled++, work);
        tasks.add(task);
        return () -> tasks.remove(task);
    }

    /** Lets the time pass; each timer runs at its time. */
    public void advance(Duration duration) {
        long end = now + duration.toNanos();
        while (!tasks.isEmpty() && tasks.peek().due <= end) {
            var task = tasks.remove();
            now = Math.max(now, task.due);
            task.work.run();
        }
        now = end;
    }

    /** Lets the time pass while all timers are late. */
    public void advanceWithoutTimers(Duration duration) {
        now += duration.toNanos();
    }

    /** How many timers wait. */
    public int waiting() {
        return tasks.size();
    }

    private record Task(long due, long number, Runnable work) {}
}
