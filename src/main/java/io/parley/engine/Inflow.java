package io.parley.engine;

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
    /** The last that waits, or null. */
    @SuppressWarnings("UnusedVariable") // by WAITING only
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
     * Runs a task once there is room for another event. Few wait at once: each transport reads one message, and waits
     * before the next.
     *
     * @param task runs now, on this thread, or later, on the one that makes room
     */
    public void whenOpen(Runnable task) {
        if (!isFull()) {
            task.run();
            return;
        }
        WAITING.updateAndGet(this, before -> new Waiting(before, task));
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
        var last = WAITING.getAndSet(this, null);
        if (last != null) {
            last.run();
        }
    }

    /** What waits for room, behind others. */
    private record Waiting(@Nullable Waiting before, Runnable task) {
        void run() {
            if (before != null) {
                before.run();
            }
            task.run();
        }
    }
}
