package io.parley.transport;

import io.parley.engine.EngineRequest;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A request, before it is known what it is about.
 *
 * @param upgrade whether it asks for a WebSocket
 * @param visitor who it is from, as far as the container knows
 * @param copy what the application may see of it, made when it is first asked for
 */
record Incoming(
        String method,
        Map<String, String> query,
        @Nullable String origin,
        boolean upgrade,
        Visitor visitor,
        Supplier<EngineRequest> copy) {
    /** Whether the client cannot take binary frames and bodies: anything but an empty {@code b64} says so. */
    boolean isTextOnly() {
        return !parameter("b64").isEmpty();
    }

    String parameter(String name) {
        return query.getOrDefault(name, "");
    }
}
