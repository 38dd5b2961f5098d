package io.parley.engine;

import java.util.Map;

/**
 * A request that was refused. Socket.IO: the argument of {@code connection_error}. Immutable but for the request's
 * attributes.
 *
 * @param request the one that was refused
 * @param error which of the six errors
 * @param message what the peer was told
 * @param context more, which the peer was not told: {@code name} and others, as the reference names them
 */
public record ConnectionError(EngineRequest request, EngineError error, String message, Map<String, Object> context) {
    /**
     * Keeps a copy of the context.
     *
     * @param request a copy already
     * @param error decides the code
     * @param message need not be that of the error
     * @param context without nulls
     */
    public ConnectionError {
        context = Map.copyOf(context);
    }

    /** {@return why, as {@link Refusal#reason()}} */
    public String reason() {
        return Refusal.reason(error, context);
    }

    /** {@return the code of the error, 0 to 5} */
    public int code() {
        return error.code();
    }
}
