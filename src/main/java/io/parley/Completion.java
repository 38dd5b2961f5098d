package io.parley;

import io.parley.kernel.Environment;
import java.util.concurrent.RejectedExecutionException;

/** Where stages are completed: on the handler pool, for what depends on them is the application's code. */
final class Completion {
    private Completion() {}

    static void on(Environment environment, Runnable completion) {
        try {
            environment.handlers().execute(completion);
        } catch (RejectedExecutionException shuttingDown) {
            completion.run();
        }
    }
}
