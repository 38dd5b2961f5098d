package io.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What a client was sent, by name and in order, until the test asks for it. Thread-safe. */
final class ReceivedEvents {
    private static final int PATIENCE_SECONDS = 20;

    private final Map<String, BlockingQueue<List<Object>>> queues = new ConcurrentHashMap<>();

    void add(String event, List<Object> arguments) {
        queue(event).add(arguments);
    }

    /** Waits for the next event of that name and returns its arguments; gives up after 20 s and fails the test. */
    List<Object> next(String event) {
        var arguments = poll(event, TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
        assertThat(arguments).as("%s within %s s", event, PATIENCE_SECONDS).isNotNull();
        return arguments;
    }

    /** Waits for the next event of that name; null if it does not come. */
    @Nullable
    List<Object> poll(String event, long milliseconds) {
        try {
            return queue(event).poll(milliseconds, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for " + event, e);
        }
    }

    private BlockingQueue<List<Object>> queue(String event) {
        return queues.computeIfAbsent(event, name -> new LinkedBlockingQueue<>());
    }
}
