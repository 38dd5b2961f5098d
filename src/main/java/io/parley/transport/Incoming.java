package io.parley.transport;

import io.parley.engine.EngineRequest;
import java.security.Principal;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A request, before it is known what it is about.
 *
 * @param upgrade whether it asks for a WebSocket
 * @param user who the container says it is from, or null
 * @param copy what the application may see of it, made when it is first asked for
 */
record Incoming(
        String method,
        Map<String, String> query,
        @Nullable String origin,
        boolean upgrade,
        @Nullable Principal user,
        Supplier<EngineRequest> copy) {
    /** Whether it is from the same user, or from nobody as before. */
    boolean isFrom(@Nullable Principal other) {
        if (user == null || other == null) {
            return user == null && other == null;
        }
        return user.getName().equals(other.getName());
    }

    String parameter(String name) {
        return query.getOrDefault(name, "");
    }
}
