package io.parley.transport;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * How much of a relayed WebSocket one node may send to the other before that has dealt with it: up to {@value #MESSAGES}
 * messages or parts of them and {@value #BYTES} bytes, besides one of any size. One window for each direction; thread-safe.
 */
final class Window {
    static final int MESSAGES = 128;
    static final int BYTES = 64 * 1024;

    /** Both counters are in one number: what is above are messages. */
    private static final int SHIFT = 40;

    private static final long ONE_MESSAGE = 1L << SHIFT;

    /** Sent and not confirmed. */
    private final AtomicLong open = new AtomicLong();

    private final AtomicReference<@Nullable Runnable> waiting = new AtomicReference<>();
    private volatile boolean released;

    /** One message, or a part of one, has been sent. */
    void sent(int bytes) {
        open.addAndGet(ONE_MESSAGE + bytes);
    }

    /** The other node has dealt with some. What waited for room runs on the calling thread. */
    void confirmed(int messages, long bytes) {
        long count = (messages * ONE_MESSAGE) + bytes;
        open.updateAndGet(now -> Math.max(0, now - count));
        runWaiting();
    }

    boolean isFull() {
        long now = open.get();
        return !released && (now >>> SHIFT >= MESSAGES || (now & (ONE_MESSAGE - 1)) >= BYTES);
    }

    /** Runs the task once there is room, at once if there is; one waits at a time. */
    void whenRoom(Runnable task) {
        waiting.set(task);
        runWaiting();
    }

    /** Nobody will confirm any more, and nobody has to wait. */
    void release() {
        released = true;
        runWaiting();
    }

    private void runWaiting() {
        if (isFull()) {
            return;
        }
        var task = waiting.getAndSet(null);
        if (task != null) {
            task.run();
        }
    }

    /** The other end: what has been dealt with, until it is worth a message that confirms it. Thread-safe. */
    static final class Receipts {
        private final AtomicLong done = new AtomicLong();
        private final Confirmation confirmation;

        Receipts(Confirmation confirmation) {
            this.confirmation = confirmation;
        }

        /** One message, or a part of one, has been dealt with. */
        void add(int bytes) {
            long now = done.addAndGet(ONE_MESSAGE + bytes);
            if (now >>> SHIFT >= MESSAGES / 2 || (now & (ONE_MESSAGE - 1)) >= BYTES / 2) {
                long taken = done.getAndSet(0);
                if (taken != 0) {
                    confirmation.of((int) (taken >>> SHIFT), taken & (ONE_MESSAGE - 1));
                }
            }
        }
    }

    /** Sends what confirms. */
    @FunctionalInterface
    interface Confirmation {
        void of(int messages, long bytes);
    }
}
