package io.parley.webapp;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Runs tasks on an executor that has no bound of its own, so many at a time. Others wait, in order; who hands one in does
 * not. That executor belongs to somebody else: it is not shut down with this one. Thread-safe.
 */
final class BoundedExecutor extends AbstractExecutorService {
    private static final int SHUT_DOWN = Integer.MIN_VALUE;

    private final Executor threads;
    private final Consumer<Throwable> failures;
    private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
    private final Set<Run> running = ConcurrentHashMap.newKeySet();
    /** How many more may run. */
    private final AtomicInteger places;
    /** How many wait or run; plus {@link #SHUT_DOWN} when no more are taken. */
    private final AtomicInteger tasks = new AtomicInteger();

    private final CountDownLatch terminated = new CountDownLatch(1);
    private volatile boolean hurries;

    /**
     * @param threads takes tasks at once, and refuses none
     * @param failures told of what tasks throw
     */
    BoundedExecutor(int most, Executor threads, Consumer<Throwable> failures) {
        places = new AtomicInteger(most);
        this.threads = threads;
        this.failures = failures;
    }

    @Override
    public void execute(Runnable task) {
        int known = tasks.get();
        while (known < 0 || !tasks.compareAndSet(known, known + 1)) {
            if (known < 0) {
                throw new RejectedExecutionException("shut down");
            }
            known = tasks.get();
        }
        waiting.add(task);
        startWaiting();
    }

    /** Called after a task came, and after a place became free: so none waits beside a free place. */
    private void startWaiting() {
        while (!waiting.isEmpty() && takePlace()) {
            var task = waiting.poll();
            if (task == null) {
                places.incrementAndGet();
            } else {
                start(new Run(task));
            }
        }
    }

    private boolean takePlace() {
        int free = places.get();
        while (free > 0) {
            if (places.compareAndSet(free, free - 1)) {
                return true;
            }
            free = places.get();
        }
        return false;
    }

    private void start(Run run) {
        running.add(run);
        if (hurries) {
            run.cancel(false);
        }
        boolean started = false;
        try {
            threads.execute(run);
            started = true;
        } finally {
            if (!started) {
                end(run);
            }
        }
    }

    private void end(Run run) {
        if (running.remove(run)) {
            places.incrementAndGet();
            forget();
            startWaiting();
        }
    }

    private void forget() {
        if (tasks.decrementAndGet() == SHUT_DOWN) {
            terminated.countDown();
        }
    }

    @Override
    public void shutdown() {
        if ((tasks.getAndUpdate(known -> known | SHUT_DOWN) & ~SHUT_DOWN) == 0) {
            terminated.countDown();
        }
    }

    /** Interrupts those that run, and drops the others. */
    @Override
    public List<Runnable> shutdownNow() {
        shutdown();
        hurries = true;
        var dropped = new ArrayList<Runnable>();
        for (var task = waiting.poll(); task != null; task = waiting.poll()) {
            dropped.add(task);
            forget();
        }
        running.forEach(run -> run.cancel(true));
        return dropped;
    }

    @Override
    public boolean isShutdown() {
        return tasks.get() < 0;
    }

    @Override
    public boolean isTerminated() {
        return terminated.getCount() == 0;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        return terminated.await(timeout, unit);
    }

    private final class Run extends FutureTask<Void> {
        Run(Runnable task) {
            super(task, null);
        }

        @Override
        public void run() {
            try {
                super.run();
            } finally {
                if (isCancelled()) {
                    // it was meant for the task, not for whose thread this is
                    Thread.interrupted();
                }
                end(this);
            }
        }

        @Override
        protected void setException(Throwable failure) {
            super.setException(failure);
            failures.accept(failure);
        }
    }
}
