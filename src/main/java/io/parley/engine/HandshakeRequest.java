package io.parley.engine;

import java.security.Principal;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of the HTTP request that opened a session. Immutable; the request itself is never touched again.
 *
 * @param url path and query as requested
 * @param query decoded; of a repeated key the last value
 * @param headers names in lower case; several values of one name joined by ", "
 * @param address the peer's IP address as the container sees it
 * @param secure whether it came over TLS
 * @param user who the container says it is, or null
 * @param issued when it came, by the wall clock
 */
public record HandshakeRequest(
        String url,
        Map<String, String> query,
        Map<String, String> headers,
        String address,
        boolean secure,
        @Nullable Principal user,
        Instant issued) {
    public HandshakeRequest {
        query = Map.copyOf(query);
        headers = Map.copyOf(headers);
    }

    /** Who the container says it is. */
    public Optional<Principal> principal() {
        return Optional.ofNullable(user);
    }
}
