package io.parley.webapp;

import jakarta.enterprise.concurrent.ManagedExecutorService;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.naming.InitialContext;
import javax.naming.NamingException;

/**
 * The container's threads for applications. Tasks have the context of the application, as it is on the thread that deploys it:
 * its class loader and its names in JNDI, and no user. Loaded only where there is Jakarta Concurrency.
 */
final class ManagedThreads implements Executor {
    static final String NAME = "java:comp/DefaultManagedExecutorService";

    private static final System.Logger LOG = System.getLogger(ManagedThreads.class.getName());

    private final Executor container;
    /** Runs a task on the calling thread, in the context of the application. */
    private final Executor context;

    private final ThreadFactory others;
    private final AtomicBoolean refused = new AtomicBoolean();

    ManagedThreads(Executor container, Executor context, ThreadFactory others) {
        this.container = container;
        this.context = context;
        this.others = others;
    }

    /**
     * Empty: the container has none.
     *
     * @param others for tasks that the container refuses, one each
     */
    @SuppressWarnings("BanJNDI") // a constant name
    static Optional<Executor> find(ThreadFactory others) {
        try {
            if (new InitialContext().lookup(NAME) instanceof ManagedExecutorService found) {
                return Optional.of(
                        new ManagedThreads(found, found.getContextService().currentContextExecutor(), others));
            }
        } catch (NamingException none) {
            LOG.log(Level.DEBUG, "there is nothing in JNDI at " + NAME, none);
        }
        return Optional.empty();
    }

    @Override
    public void execute(Runnable task) {
        try {
            container.execute(() -> runInContext(task));
        } catch (RejectedExecutionException | IllegalStateException full) {
            if (refused.compareAndSet(false, true)) {
                LOG.log(
                        Level.WARNING,
                        "the container refuses handlers, which run on threads of our own then: {0}",
                        full.toString());
            }
            others.newThread(task).start();
        }
    }

    /** Tasks throw nothing, so that what is thrown is of the context: that of an application which is stopping, for one. */
    private void runInContext(Runnable task) {
        try {
            context.execute(task);
        } catch (RuntimeException | Error gone) {
            LOG.log(Level.DEBUG, "a handler runs without the application's context", gone);
            task.run();
        }
    }
}
