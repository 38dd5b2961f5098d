package io.parley.webapp;

import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;

/** Fails the start of the web application once more, for containers that go on when an initializer fails. */
final class FailedStart implements ServletContextListener {
    private final Exception failure;

    FailedStart(Exception failure) {
        this.failure = failure;
    }

    @Override
    public void contextInitialized(ServletContextEvent event) {
        throw new IllegalStateException(failure.getMessage(), failure);
    }
}
