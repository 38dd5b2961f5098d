package io.parley.engine;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Counts a session's received events that wait for their handlers, so that transports stop reading when there are too
 * many. Thread-safe, without locks.
 */
public final class Inflow {
    private final int most;
    private final Consumer<Boolean> paused;
    private final AtomicInteger events = new AtomicInteger();
    private final AtomicLong turns = new AtomicLong();
    private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();

    /** @param paused told true when reading has to stop and false when it goes on */
    Inflow(int most, Consumer<Boolean> paused) {
        this.most = most;
        this.paused = paused;
    }

    /** An event has been handed to its handler's queue. */
    public void entered() {
        if (events.incrementAndGet() == most) {
            turns.incrementAndGet();
            paused.accept(true);
        }
    }

    /** A handler is done with an event. What waited for room runs on the calling thread. */
    public void left() {
        if (events.getAndDecrement() == most) {
            turns.incrementAndGet();
            paused.accept(false);
            runWaiting();
        }
    }

    /** Is there no room for another event? */
    public boolean isFull() {
        return events.get() >= most;
    }

    /** How often reading has stopped or gone on so far: if it has between two moments, silence was not the peer's fault. */
    public long turns() {
        return turns.get();
    }

    /** Runs the task once there is room for another event: now, on this thread, or later on a handler's thread. */
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

    private void runWaiting() {
        for (var task = waiting.poll(); task != null; task = waiting.poll()) {
            task.run();
        }
    }
}
