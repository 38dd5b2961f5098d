package io.parley.transport;

/** Bytes of another node that are no message of the relay. */
final class InvalidRelayMessageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    InvalidRelayMessageException(String message) {
        super(message, null, false, false);
    }
}
