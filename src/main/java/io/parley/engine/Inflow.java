package io.parley.engine;

import static java.util.Objects.requireNonNull;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * Counts a session's received events that wait for their handlers, so that transports stop reading when there are too
 * many, or when they come too fast. Thread-safe, without locks.
 */
public final class Inflow {
    private static final AtomicIntegerFieldUpdater<Inflow> EVENTS =
            AtomicIntegerFieldUpdater.newUpdater(Inflow.class, "events");
    private static final AtomicLongFieldUpdater<Inflow> TURNS =
            AtomicLongFieldUpdater.newUpdater(Inflow.class, "turns");
    private static final AtomicReferenceFieldUpdater<Inflow, @Nullable Waiting> WAITING =
            AtomicReferenceFieldUpdater.newUpdater(Inflow.class, Waiting.class, "waiting");

    private final int most;
    private final Runnable changed;
    private volatile int events;
    private volatile long turns;
    private volatile boolean throttled;
    /** Null until somebody has waited: most sessions never do. */
    private volatile @Nullable Waiting waiting;

    /** @param changed called when reading has to stop and when it goes on, which {@link #isFull} tells */
    Inflow(int most, Runnable changed) {
        this.most = most;
        this.changed = changed;
    }

    /** An event has been handed to its handler's queue. */
    public void entered() {
        if (EVENTS.incrementAndGet(this) == most) {
            change();
        }
    }

    /** A handler is done with an event. What waited for room runs on the calling thread. */
    public void left() {
        if (EVENTS.getAndDecrement(this) == most) {
            change();
        }
    }

    /** Whether reading has to stop, however few events wait. What waited for room runs on the calling thread. */
    void throttle(boolean on) {
        throttled = on;
        change();
    }

    /** {@return whether there is no room for another event} */
    public boolean isFull() {
        return throttled || isCrowded();
    }

    /** Whether too many events wait. */
    boolean isCrowded() {
        return events >= most;
    }

    /**
     * {@return how often reading has stopped or gone on so far: if it has between two moments, silence was not the
     * peer's fault}
     */
    public long turns() {
        return turns;
    }

    /**
     * Runs a task once there is room for another event.
     *
     * @param task runs now, on this thread, or later, on the one that makes room
     */
    public void whenOpen(Runnable task) {
        if (!isFull()) {
            task.run();
            return;
        }
        WAITING.compareAndSet(this, null, new Waiting());
        requireNonNull(waiting).tasks.add(task);
        if (!isFull()) {
            runWaiting();
        }
    }

    private void change() {
        TURNS.incrementAndGet(this);
        changed.run();
        if (!isFull()) {
            runWaiting();
        }
    }

    private void runWaiting() {
        var all = waiting;
        if (all != null) {
            for (var task = all.tasks.poll(); task != null; task = all.tasks.poll()) {
                task.run();
            }
        }
    }

    /** What waits for room, in order. */
    private static final class Waiting {
        final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    }
}
