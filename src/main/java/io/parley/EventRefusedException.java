package io.parley;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Thrown by an {@link EventMiddleware} or a listener to refuse an event. It goes to {@link Socket#onError}, and a client that
 * wants an answer is sent one object as the answer, if none was sent before:
 *
 * <pre>{@code
 * throw new EventRefusedException("CLOSED", "the vote is over");   // {"error": {"code": "CLOSED", "message": "the vote is over"}}
 * }</pre>
 *
 * <p>The codes {@code FORBIDDEN}, {@code INVALID}, {@code INVALID_ARGUMENT} and {@code ERROR} are used by the server itself.
 */
public final class EventRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String code;
    private final transient Map<String, ?> more;

    /**
     * With code and message.
     *
     * @param code for the client's code
     * @param message for who reads it there
     */
    public EventRefusedException(String code, String message) {
        this(code, message, Map.of());
    }

    /**
     * With more than that.
     *
     * @param code for the client's code
     * @param message for who reads it there
     * @param more further fields beside these two, as in an event argument
     */
    public EventRefusedException(String code, String message, Map<String, ?> more) {
        super(message, null, false, false);
        this.code = code;
        this.more = Collections.unmodifiableMap(new LinkedHashMap<>(more));
    }

    /** {@return what the client is told as the code} */
    public String code() {
        return code;
    }

    /** What a client is told of any failure. */
    static EventRefusedException of(Throwable failure) {
        if (failure instanceof EventRefusedException refused) {
            return refused;
        }
        return failure instanceof InvalidArgumentException invalid
                ? new EventRefusedException("INVALID_ARGUMENT", invalid.wordsForClient())
                : new EventRefusedException("ERROR", "the server could not do it");
    }

    Map<String, Object> fields() {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("code", code);
        fields.put("message", String.valueOf(getMessage()));
        fields.putAll(more);
        return fields;
    }
}
