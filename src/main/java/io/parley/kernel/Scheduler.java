package io.parley.kernel;

/** Runs short tasks later. Thread-safe. */
@FunctionalInterface
public interface Scheduler {
    /**
     * Runs the task once, on a timer thread, not before the delay has passed.
     *
     * @param delayNanos nanoseconds; zero or less: as soon as possible
     * @param task must not block
     * @return cancels the task; after the scheduler has been stopped the task never runs
     */
    Timer schedule(long delayNanos, Runnable task);

    /** A task that waits for its time. */
    @FunctionalInterface
    interface Timer {
        /** The task will not start any more. No effect if it has. */
        void cancel();
    }
}
