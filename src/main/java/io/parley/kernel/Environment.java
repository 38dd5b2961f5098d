package io.parley.kernel;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/**
 * All that a server takes from the world.
 *
 * @param ticker the monotonic clock
 * @param scheduler the timers
 * @param handlers runs the application's code, which may block
 * @param ids session and socket ids
 * @param failures told of every exception that no peer and no application can be told of: our own bugs; must not throw
 */
public record Environment(
        Ticker ticker, Scheduler scheduler, Executor handlers, IdGenerator ids, Consumer<Throwable> failures) {
    /**
     * Completes a stage on the handler pool, for what depends on it is the application's code.
     *
     * @param completion runs there, or on the calling thread if the pool is shutting down
     */
    public void complete(Runnable completion) {
        try {
            handlers.execute(completion);
        } catch (RejectedExecutionException shuttingDown) {
            completion.run();
        }
    }
}
