package io.parley.hazelcast;

import io.parley.kernel.Environment;
import io.parley.kernel.IdGenerator;
import io.parley.kernel.Scheduler;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Clock and threads for buses of real members. */
final class RealTime implements AutoCloseable {
    final List<Throwable> failures = new CopyOnWriteArrayList<>();
    private final ExecutorService handlers = Executors.newCachedThreadPool();
    private final ScheduledExecutorService timers = Executors.newSingleThreadScheduledExecutor();

    Environment environment() {
        return new Environment(System::nanoTime, this::schedule, handlers, IdGenerator.secure(), failures::add);
    }

    private Scheduler.Timer schedule(long delayNanos, Runnable task) {
        var future = timers.schedule(task, delayNanos, TimeUnit.NANOSECONDS);
        return () -> future.cancel(false);
    }

    List<Throwable> takeFailures() {
        var taken = List.copyOf(failures);
        failures.clear();
        return taken;
    }

    @Override
    public void close() {
        handlers.shutdown();
        timers.shutdownNow();
    }
}
