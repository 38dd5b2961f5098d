package io.parley.webapp;

import io.parley.kernel.Environment;
import io.parley.kernel.IdGenerator;
import io.parley.kernel.Scheduler;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The real world for a server: clock, timer thread, threads for handlers, for the cluster, and for closing handshakes. All
 * are daemons with the class loader of the WAR, and all end with {@link #close}.
 */
public final class ContainerEnvironment implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(ContainerEnvironment.class.getName());
    private static final int CLUSTER_THREADS = 4;
    private static final long IDLE_SECONDS = 30;
    private static final long STOP_SECONDS = 5;

    private final ScheduledThreadPoolExecutor timers;
    private final ThreadPoolExecutor handlers;
    private final ThreadPoolExecutor cluster;
    private final ThreadPoolExecutor closing;
    private final Closers closers;
    private final Environment environment;

    /**
     * Starts no thread before there is something to do.
     *
     * @param handlerThreads how many handlers run at the same time; more wait
     * @param closePause before each closing handshake, for containers that need it; zero: none
     */
    public ContainerEnvironment(int handlerThreads, Duration closePause) {
        timers = new ScheduledThreadPoolExecutor(1, new Threads("parley-timer"));
        timers.setRemoveOnCancelPolicy(true);
        timers.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        handlers = pool(handlerThreads, "parley-handler");
        cluster = pool(CLUSTER_THREADS, "parley-cluster");
        closing = pool(1, "parley-close");
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

    private static ThreadPoolExecutor pool(int threads, String name) {
        var pool = new ThreadPoolExecutor(
                threads, threads, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), new Threads(name));
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    private static void stop(ThreadPoolExecutor pool) {
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

    private static final class Threads implements ThreadFactory {
        private final String name;
        private final ClassLoader loader = ContainerEnvironment.class.getClassLoader();
        private final AtomicInteger count = new AtomicInteger();

        Threads(String name) {
            this.name = name;
        }

        @Override
        public Thread newThread(Runnable task) {
            var thread = new Thread(task, name + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            thread.setContextClassLoader(loader);
            return thread;
        }
    }
}
