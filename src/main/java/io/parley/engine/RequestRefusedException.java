package io.parley.engine;

/**
 * Thrown by {@link AllowRequest} and {@link EngineMiddleware} to refuse a request. The peer is told the message.
 */
public final class RequestRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final int UNSET = 0;

    private final int status;

    /**
     * Refuses with the usual status: 403 by {@link AllowRequest}, 400 by a middleware or when the request is an
     * upgrade.
     *
     * @param message what the peer is told
     */
    public RequestRefusedException(String message) {
        super(message, null, false, false);
        this.status = UNSET;
    }

    /**
     * Refuses with a status of HTTP.
     *
     * @param status 400 to 599
     * @param message what the peer is told
     * @throws IllegalArgumentException if the status is not one of these
     */
    public RequestRefusedException(int status, String message) {
        super(message, null, false, false);
        if (status < 400 || status > 599) {
            throw new IllegalArgumentException("a refusal has a status from 400 to 599, not " + status);
        }
        this.status = status;
    }

    int statusOr(int usual) {
        return status == UNSET ? usual : status;
    }
}
