package io.parley.chat;

/** Says that a request of a client is not fulfilled; the message is for the person in front of the page. Stackless. */
final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RefusedException(String message) {
        super(message, null, false, false);
    }
}
