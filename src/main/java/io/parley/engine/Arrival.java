package io.parley.engine;

import java.util.ArrayDeque;
import java.util.Queue;

/**
 * What the application has to do about packets that one call brings: it is done by the same thread, after the session is
 * done with them. Confined to that thread.
 */
final class Arrival {
    private final Thread thread = Thread.currentThread();
    private final Queue<Runnable> tasks = new ArrayDeque<>(2);
    private boolean over;

    /** Takes a task in; false if the packets wait and are worked off later, or by another thread: nobody would run it. */
    boolean take(Runnable task) {
        return Thread.currentThread() == thread && !over && tasks.add(task);
    }

    /** Runs the tasks; no others are taken in afterwards. */
    void run() {
        over = true;
        for (var task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }
}
