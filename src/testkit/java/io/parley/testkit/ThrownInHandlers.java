package io.parley.testkit;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * What the server logs while a test runs, where an operator would read what the application's code has thrown. Of the
 * test's thread only, since other tests may run beside it.
 */
final class ThrownInHandlers extends Handler {
    private static final Logger LOGGER = Logger.getLogger("io.parley");

    private final Thread thread = Thread.currentThread();
    private final Deque<Throwable> failures = new ArrayDeque<>();
    private final List<String> warnings = new ArrayList<>();

    void attach() {
        LOGGER.addHandler(this);
    }

    void detach() {
        LOGGER.removeHandler(this);
    }

    /** What was thrown and nobody has taken yet, the first one first. */
    Deque<Throwable> failures() {
        return failures;
    }

    /** All that an operator was told. */
    List<String> warnings() {
        return warnings;
    }

    @Override
    public void publish(LogRecord logged) {
        if (Thread.currentThread() != thread || logged.getLevel().intValue() < Level.WARNING.intValue()) {
            return;
        }
        warnings.add(logged.getMessage() + (logged.getThrown() == null ? "" : " (" + logged.getThrown() + ")"));
        if (logged.getLevel().intValue() >= Level.SEVERE.intValue() && logged.getThrown() != null) {
            failures.add(logged.getThrown());
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
}
