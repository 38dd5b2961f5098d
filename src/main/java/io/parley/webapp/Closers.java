package io.parley.webapp;

import io.parley.kernel.Scheduler;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadPoolExecutor;

/**
 * Runs closing handshakes, which may block for seconds, apart from all else. Thread-safe.
 *
 * <p>Open Liberty can wait for ever for the close frame of a connection that is reset at that moment, and nothing wakes it. So
 * there is a pause first, in which it may notice the reset itself; and a thread that hangs all the same is replaced by
 * another one, up to a bound.
 */
final class Closers implements Executor {
    private static final System.Logger LOG = System.getLogger(Closers.class.getName());
    private static final int THREADS = 64;
    private static final int MOST_HANGING = 256;
    /** Containers themselves give up a closing handshake after some 5 s. */
    private static final Duration PATIENCE = Duration.ofSeconds(8);

    private final ThreadPoolExecutor pool;
    private final Scheduler scheduler;
    private final Duration pause;
    private final Duration patience;
    private final Set<Pending> pausing = ConcurrentHashMap.newKeySet();
    private int hanging;

    /**
     * @param pool grows when threads hang
     * @param pause before each task; zero: none
     */
    Closers(ThreadPoolExecutor pool, Scheduler scheduler, Duration pause) {
        this(pool, scheduler, pause, PATIENCE);
    }

    Closers(ThreadPoolExecutor pool, Scheduler scheduler, Duration pause, Duration patience) {
        this.pool = pool;
        this.scheduler = scheduler;
        this.pause = pause;
        this.patience = patience;
        resize();
    }

    @Override
    public void execute(Runnable task) {
        if (pause.isZero()) {
            pool.execute(() -> watched(task));
            return;
        }
        var pending = new Pending(task);
        pausing.add(pending);
        scheduler.schedule(pause.toNanos(), () -> start(pending));
    }

    /** What still pauses is done at once. */
    void hurry() {
        pausing.forEach(this::start);
    }

    private void start(Pending pending) {
        if (pausing.remove(pending)) {
            pool.execute(() -> watched(pending.task));
        }
    }

    private void watched(Runnable task) {
        var watch = new Watch();
        var timer = scheduler.schedule(patience.toNanos(), watch::tooLong);
        try {
            task.run();
        } finally {
            timer.cancel();
            watch.end();
        }
    }

    private synchronized void hang(int more) {
        if (hanging == 0 && more > 0) {
            LOG.log(Level.WARNING, "a closing handshake has taken longer than {0}; its thread is replaced", patience);
        }
        hanging += more;
        resize();
    }

    private synchronized void resize() {
        int size = THREADS + Math.min(hanging, MOST_HANGING);
        // in the order that never makes the core the larger one
        if (size > pool.getMaximumPoolSize()) {
            pool.setMaximumPoolSize(size);
            pool.setCorePoolSize(size);
        } else {
            pool.setCorePoolSize(size);
            pool.setMaximumPoolSize(size);
        }
    }

    /** A task that pauses; each is its own. */
    private static final class Pending {
        final Runnable task;

        Pending(Runnable task) {
            this.task = task;
        }
    }

    /** One task that runs. */
    private final class Watch {
        private boolean hangs;
        private boolean ended;

        synchronized void tooLong() {
            if (!ended) {
                hangs = true;
                hang(1);
            }
        }

        synchronized void end() {
            ended = true;
            if (hangs) {
                hang(-1);
            }
        }
    }
}
