package io.parley.kernel;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs tasks one at a time, in the order in which each thread handed them in: what owns a mutable state without a lock.
 *
 * <p>An {@linkplain #inline inline} one borrows the thread that hands a task in, or the one that is already running
 * tasks; a task handed in from within a task runs after it, never inside it. One {@linkplain #on on a pool} takes a
 * pool thread for up to {@value #TURN} tasks at a time. A task that throws is reported and the next one runs. The queue
 * has no bound of its own: who hands tasks in for a peer must bound them.
 */
public final class SerialExecutor implements Executor {
    private static final int TURN = 64;
    private static final AtomicIntegerFieldUpdater<SerialExecutor> HANDED_IN =
            AtomicIntegerFieldUpdater.newUpdater(SerialExecutor.class, "handedIn");
    private static final AtomicReferenceFieldUpdater<SerialExecutor, @Nullable Waiting> WAITING =
            AtomicReferenceFieldUpdater.newUpdater(SerialExecutor.class, Waiting.class, "waiting");

    /** The last task that was handed in, and through it those before. No queue object, since each connection has two serials. */
    private volatile @Nullable Waiting waiting;
    /** The next task of those that were taken together. Belongs to who runs tasks. */
    private @Nullable Waiting taken;
    /** Not 0 while somebody runs tasks. Who hands one in adds 1, after it is in the queue; who runs them takes all off. */
    private volatile int handedIn;

    private final Consumer<Throwable> failures;
    /** Null: the calling thread. */
    private final @Nullable Executor pool;

    private SerialExecutor(@Nullable Executor pool, Consumer<Throwable> failures) {
        this.pool = pool;
        this.failures = failures;
    }

    /**
     * {@return one whose tasks run on the calling thread, or on the one that is already running them}
     *
     * @param failures told of what tasks throw; must not throw
     */
    public static SerialExecutor inline(Consumer<Throwable> failures) {
        return new SerialExecutor(null, failures);
    }

    /**
     * {@return one whose tasks run on a pool}
     *
     * @param pool if it refuses (it is shutting down), tasks run on the calling thread
     * @param failures told of what tasks throw; must not throw
     */
    public static SerialExecutor on(Executor pool, Consumer<Throwable> failures) {
        return new SerialExecutor(pool, failures);
    }

    /** Runs the task after all those that this thread handed in before. Never throws what the task throws. */
    @Override
    public void execute(Runnable task) {
        if (pool == null && HANDED_IN.compareAndSet(this, 0, 1)) {
            run(task);
            if (HANDED_IN.decrementAndGet(this) > 0) {
                runWaiting(Integer.MAX_VALUE);
            }
            return;
        }
        add(task);
        if (HANDED_IN.getAndIncrement(this) == 0) {
            start();
        }
    }

    /**
     * Hands a task in without running anything.
     *
     * @param task run later, in its turn
     * @return true: the caller must call {@link #drain} soon, until then the tasks of all threads wait; false: somebody
     *     is running them already, or is about to
     */
    public boolean enqueue(Runnable task) {
        add(task);
        return HANDED_IN.getAndIncrement(this) == 0;
    }

    /** Runs what waits, after {@link #enqueue} has returned true. */
    public void drain() {
        start();
    }

    private void start() {
        if (pool == null) {
            runWaiting(Integer.MAX_VALUE);
            return;
        }
        try {
            pool.execute(this::turn);
        } catch (RejectedExecutionException refused) {
            runWaiting(Integer.MAX_VALUE);
        }
    }

    private void turn() {
        if (runWaiting(TURN)) {
            start();
        }
    }

    /**
     * Runs waiting tasks; true if some may be left when the turn is over. The count tells only that there was something to
     * run, not what: a task may be found before its thread has counted it, whose turn is empty then.
     */
    private boolean runWaiting(int most) {
        int seen = handedIn;
        for (int ran = 0; ran < most; ran++) {
            var task = next();
            while (task == null) {
                seen = HANDED_IN.addAndGet(this, -seen);
                if (seen == 0) {
                    return false;
                }
                task = next();
            }
            run(task);
        }
        HANDED_IN.addAndGet(this, 1 - seen);
        return true;
    }

    private void add(Runnable task) {
        var added = new Waiting(task);
        do {
            added.next = waiting;
        } while (!WAITING.compareAndSet(this, added.next, added));
    }

    private @Nullable Runnable next() {
        if (taken == null) {
            takeWaiting();
        }
        var first = taken;
        if (first == null) {
            return null;
        }
        taken = first.next;
        return first.task;
    }

    /** Turns the chain of those that wait around: the first one first. */
    private void takeWaiting() {
        var last = WAITING.getAndSet(this, null);
        while (last != null) {
            var before = last.next;
            last.next = taken;
            taken = last;
            last = before;
        }
    }

    private void run(Runnable task) {
        try {
            task.run();
        } catch (Throwable failure) {
            failures.accept(failure);
        }
    }

    /** A task, and another one: first the one before it, then, when it has been taken, the one behind. */
    private static final class Waiting {
        final Runnable task;

        @Nullable
        Waiting next;

        Waiting(Runnable task) {
            this.task = task;
        }
    }
}
