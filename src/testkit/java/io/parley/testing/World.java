package io.parley.testing;

import io.parley.kernel.Environment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An environment that a test controls: virtual time, ids in a row, handlers that run when nothing else does, and
 * failures that are kept until {@link #assertNoFailures}. Confined to the test's thread.
 */
public final class World {
    /** The clock and the timers. */
    public final ManualTime time = new ManualTime();

    private final AtomicInteger ids = new AtomicInteger();
    private final ArrayDeque<Runnable> handlers = new ArrayDeque<>();
    private final List<Throwable> failures = new ArrayList<>();
    private final boolean nesting;
    private boolean running;
    private boolean held;

    /** One in which a handler runs after the one that caused it. */
    public World() {
        this(false);
    }

    private World(boolean nesting) {
        this.nesting = nesting;
    }

    /** {@return one in which a handler runs inside the one that caused it, which may therefore wait for what it does} */
    public static World nesting() {
        return new World(true);
    }

    /** {@return the environment} Ids are {@code id-1}, {@code id-2}, … */
    public Environment environment() {
        return new Environment(time, time, (Executor) this::handle, () -> "id-" + ids.incrementAndGet(), failures::add);
    }

    /** From now on handlers wait until {@link #releaseHandlers}. */
    public void holdHandlers() {
        held = true;
    }

    /** Handlers run again, first those that wait. */
    public void releaseHandlers() {
        held = false;
        runHandlers();
    }

    /**
     * Lets something arrive from outside. The handlers that it causes run after it, before this returns.
     *
     * @param arrival what comes in; at once if a handler is running
     */
    public void receive(Runnable arrival) {
        if (running || held) {
            arrival.run();
            return;
        }
        holdHandlers();
        try {
            arrival.run();
        } finally {
            releaseHandlers();
        }
    }

    /** Fails if anything was reported that nobody would have seen. */
    public void assertNoFailures() {
        if (!failures.isEmpty()) {
            var error = new AssertionError(failures.size() + " unexpected failures", failures.get(0));
            failures.clear();
            throw error;
        }
    }

    private void handle(Runnable task) {
        if (running && nesting && !held) {
            task.run();
            return;
        }
        handlers.add(task);
        if (!running && !held) {
            runHandlers();
        }
    }

    private void runHandlers() {
        boolean inside = running;
        running = true;
        try {
            while (!held && !handlers.isEmpty()) {
                handlers.remove().run();
            }
        } finally {
            running = inside;
        }
    }
}
