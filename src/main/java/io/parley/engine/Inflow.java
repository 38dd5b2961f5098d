package io.parley.engine;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts a session's received events that wait for their handlers, so that transports stop reading when there are too
 * many, or when they come too fast. Thread-safe, without locks.
 */
public final class Inflow {
    private final int most;
    private final Runnable changed;
    private final AtomicInteger events = new AtomicInteger();
    private final AtomicLong turns = new AtomicLong();
    private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
    private volatile boolean throttled;

    /** @param changed called when reading has to stop and when it goes on, which {@link #isFull} tells */
    Inflow(int most, Runnable changed) {
        this.most = most;
        this.changed = changed;
    }

    /** An event has been handed to its handler's queue. */
    public void entered() {
        if (events.incrementAndGet() == most) {
            change();
        }
    }

    /** A handler is done with an event. What waited for room runs on the calling thread. */
    public void left() {
        if (events.getAndDecrement() == most) {
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
        return events.get() >= most;
    }

    /**
     * {@return how often reading has stopped or gone on so far: if it has between two moments, silence was not the
     * peer's fault}
     */
    public long turns() {
        return turns.get();
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
        waiting.add(task);
        if (!isFull()) {
            runWaiting();
        }
    }

    private void change() {
        turns.incrementAndGet();
        changed.run();
        if (!isFull()) {
            runWaiting();
        }
    }

    private void runWaiting() {
        for (var task = waiting.poll(); task != null; task = waiting.poll()) {
            task.run();
        }
    }
}
