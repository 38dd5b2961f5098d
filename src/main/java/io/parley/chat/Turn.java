package io.parley.chat;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * The order of the chat on this node: all that reads or changes its state does so in a turn, one after another, first
 * come, first served. Thread-safe.
 *
 * <p>A handler waits for its turn, so that a flood of requests is held back where it is bounded, at the sockets. Turns
 * are short: they change maps and queue events, and never wait themselves.
 */
final class Turn {
    private final ReentrantLock lock = new ReentrantLock(true);
    private final Runnable afterwards;

    /** @param afterwards what many turns need done once: runs at the end of a turn when nobody waits for the next */
    Turn(Runnable afterwards) {
        this.afterwards = afterwards;
    }

    /** Runs the task in a turn of its own. Waits for the turns before; what the task throws is thrown here. */
    <T> T take(Supplier<T> task) {
        lock.lock();
        try {
            return task.get();
        } finally {
            finish();
        }
    }

    /** The same, without a result. */
    void take(Runnable task) {
        lock.lock();
        try {
            task.run();
        } finally {
            finish();
        }
    }

    private void finish() {
        try {
            if (!lock.hasQueuedThreads()) {
                afterwards.run();
            }
        } finally {
            lock.unlock();
        }
    }
}
