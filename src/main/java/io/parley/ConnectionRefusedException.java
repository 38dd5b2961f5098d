package io.parley;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Thrown by a {@link Middleware} to refuse a client: it gets CONNECT_ERROR with this message and data. */
public final class ConnectionRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Map<String, ?> data;

    /**
     * With a message alone.
     *
     * @param message what the client is told; not null
     */
    public ConnectionRefusedException(String message) {
        this(message, Map.of());
    }

    /**
     * With a message and data.
     *
     * @param message what the client is told; not null
     * @param data more for the client ({@code err.data}), as an event argument; empty: none is sent
     */
    public ConnectionRefusedException(String message, Map<String, ?> data) {
        super(message, null, false, false);
        this.data = Collections.unmodifiableMap(new LinkedHashMap<>(data));
    }

    /** What the client is told: the message, and the data if there is any. */
    Map<String, Object> fields() {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("message", String.valueOf(getMessage()));
        if (!data.isEmpty()) {
            fields.put("data", data);
        }
        return fields;
    }
}
