package io.parley.webapp;

import io.parley.kernel.Environment;
import io.parley.kernel.IdGenerator;
import io.parley.kernel.Scheduler;
import java.lang.System.Logger.Level;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The real world for a server: clock, timer thread, handler threads, closing threads. All are daemons with the class
 * loader of the WAR, and all end with {@link #close}.
 */
public final class ContainerEnvironment implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(ContainerEnvironment.class.getName());
    private static final int CLOSING_THREADS = 16;
    private static final long IDLE_SECONDS = 30;
    private static final long STOP_SECONDS = 5;

    private final ScheduledThreadPoolExecutor timers;
    private final ThreadPoolExecutor handlers;
    private final ThreadPoolExecutor closers;
    private final Environment environment;

    /**
     * Starts no thread before there is something to do.
     *
     * @param handlerThreads how many handlers run at the same time; more wait
     */
    public ContainerEnvironment(int handlerThreads) {
        timers = new ScheduledThreadPoolExecutor(1, new Threads("parley-timer"));
        timers.setRemoveOnCancelPolicy(true);
        timers.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        handlers = pool(handlerThreads, "parley-handler");
        closers = pool(CLOSING_THREADS, "parley-close");
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
                environment.ticker(), environment.scheduler(), closers, environment.ids(), environment.failures());
    }

    /** {@return what runs tasks that may block for seconds, apart from the handlers: closing handshakes} */
    public Executor closers() {
        return closers;
    }

    /** Ends all threads: waits some seconds for what handlers and closing handshakes are doing, then interrupts it. */
    @Override
    public void close() {
        timers.shutdownNow();
        stop(handlers);
        stop(closers);
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
