package io.parley.engine;

import java.security.Principal;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * What the application sees of an HTTP request, long after it has been answered: a copy. Immutable but for its attributes;
 * thread-safe.
 *
 * @param method in capitals; {@code CONNECT} is a WebSocket over HTTP/2
 * @param url path and query as requested
 * @param query decoded; of a repeated key the last value
 * @param headers names in lower case; several values of one name joined by ", "
 * @param address the peer's IP address as the container sees it
 * @param secure whether it came over TLS
 * @param user who the container says it is, or null
 * @param httpSession the id of the HTTP session that it belongs to, a secret; null: none
 * @param issued when it came, by the wall clock
 * @param attributes what the application's own code wants to remember of it; starts empty
 */
public record EngineRequest(
        String method,
        String url,
        Map<String, String> query,
        Map<String, String> headers,
        String address,
        boolean secure,
        @Nullable Principal user,
        @Nullable String httpSession,
        Instant issued,
        ConcurrentMap<String, Object> attributes) {
    /** Copies query and headers, but not the attributes. */
    public EngineRequest {
        query = Map.copyOf(query);
        headers = Map.copyOf(headers);
    }

    /** A request without attributes. */
    public EngineRequest(
            String method,
            String url,
            Map<String, String> query,
            Map<String, String> headers,
            String address,
            boolean secure,
            @Nullable Principal user,
            @Nullable String httpSession,
            Instant issued) {
        this(method, url, query, headers, address, secure, user, httpSession, issued, new ConcurrentHashMap<>(1));
    }

    /** The value of a header, its name in any case. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }

    /** Whether it wants to open a session, and does not belong to one. */
    public boolean isHandshake() {
        return !query.containsKey("sid");
    }

    /** Who the container says it is. */
    public Optional<Principal> principal() {
        return Optional.ofNullable(user);
    }
}
