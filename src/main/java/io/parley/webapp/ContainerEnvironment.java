package io.parley.webapp;

import io.parley.kernel.Environment;
import io.parley.kernel.IdGenerator;
import io.parley.kernel.Scheduler;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The real world for a server: clock, timer thread, threads for handlers, for the cluster, and for closing handshakes. All
 * have the class loader of the WAR, are daemons unless they are the container's, and end with {@link #close}, or go back to
 * the container.
 */
public final class ContainerEnvironment implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(ContainerEnvironment.class.getName());
    private static final int CLUSTER_THREADS = 4;
    private static final long STOP_SECONDS = 5;

    private final ScheduledThreadPoolExecutor timers;
    private final ExecutorService handlers;
    private final ThreadPoolExecutor cluster;
    private final ThreadPoolExecutor closing;
    private final Closers closers;
    private final Environment environment;

    /**
     * Starts no thread before there is something to do. Handlers run on threads of its own.
     *
     * @param handlerThreads how many handlers run at the same time; more wait
     * @param closePause before each closing handshake, for containers that need it; zero: none
     */
    public ContainerEnvironment(int handlerThreads, Duration closePause) {
        this(HandlerThreads.pool(handlerThreads), closePause);
    }

    ContainerEnvironment(HandlerThreads handlerThreads, Duration closePause) {
        timers = new ScheduledThreadPoolExecutor(1, new DaemonThreads("parley-timer"));
        timers.setRemoveOnCancelPolicy(true);
        timers.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        handlers = handlerThreads.executor();
        cluster = DaemonThreads.pool(CLUSTER_THREADS, "parley-cluster");
        closing = DaemonThreads.pool(1, "parley-close");
        closers = new Closers(closing, this::schedule, closePause);
        environment = new Environment(
                System::nanoTime,
                this::schedule,
                handlers,
                IdGenerator.secure(),
                failure -> LOG.log(Level.ERROR, "internal error", failure));
    }

    /** {@return what a server takes from the world} */
    public Environment environment() {
        return environment;
    }

    /**
     * {@return the same, but with tasks that run apart from the handlers: not even handlers that all block can hold
     * these up}
     */
    public Environment apartFromHandlers() {
        return new Environment(
                environment.ticker(), environment.scheduler(), cluster, environment.ids(), environment.failures());
    }

    /** {@return what runs tasks that may block for seconds, apart from all others: closing handshakes} */
    public Executor closers() {
        return closers;
    }

    /** Ends all threads: waits some seconds for what handlers and closing handshakes are doing, then interrupts it. */
    @Override
    public void close() {
        closers.hurry();
        timers.shutdownNow();
        stop(handlers);
        stop(cluster);
        stop(closing);
    }

    private Scheduler.Timer schedule(long delayNanos, Runnable task) {
        try {
            var future = timers.schedule(task, delayNanos, TimeUnit.NANOSECONDS);
            return () -> future.cancel(false);
        } catch (RejectedExecutionException stopped) {
            return () -> {};
        }
    }

    private static void stop(ExecutorService pool) {
        pool.shutdown();
        try {
            if (!pool.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
                pool.shutdownNow();
            }
        } catch (InterruptedException hurry) {
            pool.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
