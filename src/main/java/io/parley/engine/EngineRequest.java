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
    /**
     * Keeps copies of query and headers, but the attributes themselves.
     *
     * @param method not checked, as all of them
     * @param url not decoded
     * @param query without nulls
     * @param headers without nulls
     * @param address in numbers
     * @param secure true for TLS
     * @param user null: nobody has logged in
     * @param httpSession null: none
     * @param issued wall clock
     * @param attributes shared with who made it
     */
    public EngineRequest {
        query = Map.copyOf(query);
        headers = Map.copyOf(headers);
    }

    /**
     * Without attributes yet.
     *
     * @param method in capitals
     * @param url path and query as requested
     * @param query decoded
     * @param headers names in lower case
     * @param address the peer's IP address
     * @param secure whether it came over TLS
     * @param user null: nobody has logged in
     * @param httpSession null: it came with none
     * @param issued when it came
     */
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

    /**
     * {@return the value of a header; empty if there is none}
     *
     * @param name in any case
     */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }

    /** {@return whether it wants to open a session, and does not belong to one} */
    public boolean isHandshake() {
        return !query.containsKey("sid");
    }

    /** {@return who the container says it is; empty: nobody has logged in} */
    public Optional<Principal> principal() {
        return Optional.ofNullable(user);
    }
}
