package io.parley;

import io.parley.engine.EngineMiddleware;
import io.parley.engine.EngineRequest;
import java.security.Principal;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is known of a client from its first request and its CONNECT. Immutable. */
public final class Handshake {
    private final EngineRequest request;
    private final Map<String, Object> auth;

    Handshake(EngineRequest request, @Nullable Object auth) {
        this.request = request;
        this.auth = auth instanceof Map<?, ?> given ? copyOf(given) : Map.of();
    }

    private static Map<String, Object> copyOf(Map<?, ?> given) {
        var fields = new LinkedHashMap<String, Object>();
        given.forEach((key, value) -> fields.put(String.valueOf(key), value));
        return Collections.unmodifiableMap(fields);
    }

    /** {@return what the client sent as {@code auth}; empty if it sent none} Claims of the client, not facts. */
    public Map<String, Object> auth() {
        return auth;
    }

    /** {@return the query of the first request; of a repeated key the last value} */
    public Map<String, String> query() {
        return request.query();
    }

    /** {@return the headers of the first request, names in lower case} */
    public Map<String, String> headers() {
        return request.headers();
    }

    /** {@return the peer's IP address as the container sees it; behind a proxy that may be the proxy's} */
    public String address() {
        return request.address();
    }

    /** {@return whether the first request came over TLS, as the container sees it} */
    public boolean secure() {
        return request.secure();
    }

    /** {@return whether the first request had an Origin header} Socket.IO: {@code xdomain}. */
    public boolean crossDomain() {
        return request.headers().containsKey("origin");
    }

    /** {@return when the first request came} */
    public Instant issued() {
        return request.issued();
    }

    /** {@return path and query of the first request} */
    public String url() {
        return request.url();
    }

    /** {@return what {@linkplain EngineMiddleware engine middlewares} have remembered of the first request} */
    public Map<String, Object> attributes() {
        return request.attributes();
    }

    /** {@return who the container says the client is; empty when it has not authenticated the first request} */
    public Optional<Principal> principal() {
        return request.principal();
    }

    /**
     * {@return the roles that the client had at its first request, of those that the options
     * {@linkplain ServerOptions.Builder#roles declare}} They stay, whatever becomes of the user: a client whose roles have
     * changed has to connect again.
     */
    public Set<String> roles() {
        return request.roles();
    }

    /**
     * {@return whether the client had a role at its first request}
     *
     * @param role false if the options do not declare it
     */
    public boolean isInRole(String role) {
        return request.roles().contains(role);
    }
}
