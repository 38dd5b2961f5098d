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
    public final ManualTime time = new ManualTime();
    private final AtomicInteger ids = new AtomicInteger();
    private final ArrayDeque<Runnable> handlers = new ArrayDeque<>();
    private final List<Throwable> failures = new ArrayList<>();
    private boolean running;
    private boolean held;

    /** The environment. Ids are {@code id-1}, {@code id-2}, … */
    public Environment environment() {
        return new Environment(time, time, (Executor) this::handle, () -> "id-" + ids.incrementAndGet(), failures::add);
    }

    /** From now on handlers wait until {@link #releaseHandlers}. */
    public void holdHandlers() {
        held = true;
    }

    public void releaseHandlers() {
        held = false;
        runHandlers();
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
        handlers.add(task);
        if (!running && !held) {
            runHandlers();
        }
    }

    private void runHandlers() {
        running = true;
        try {
            while (!held && !handlers.isEmpty()) {
                handlers.remove().run();
            }
        } finally {
            running = false;
        }
    }
}
