package io.parley;

/** The client did not acknowledge an event in time. */
public final class AckTimeoutException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    AckTimeoutException() {
        super("operation has timed out", null, false, false);
    }
}
