package io.parley.transport;

import io.parley.engine.EngineRequest;
import io.parley.engine.Login;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.util.Collections;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Copies of a request all that may be wanted later, once: some containers reuse the request object when its thread has
 * left. Confined to the container's thread of the request.
 */
final class RequestCopy implements Supplier<EngineRequest> {
    private static final Map<String, String> USUAL = Stream.of(
                    "accept",
                    "accept-encoding",
                    "accept-language",
                    "authorization",
                    "cache-control",
                    "connection",
                    "content-length",
                    "content-type",
                    "cookie",
                    "host",
                    "origin",
                    "pragma",
                    "referer",
                    "sec-fetch-dest",
                    "sec-fetch-mode",
                    "sec-fetch-site",
                    "sec-websocket-extensions",
                    "sec-websocket-key",
                    "sec-websocket-version",
                    "upgrade",
                    "user-agent",
                    "x-forwarded-for",
                    "x-forwarded-proto")
            .collect(Collectors.toUnmodifiableMap(name -> name, name -> name));

    private final HttpServletRequest request;
    private final Map<String, String> query;
    private final Visitor visitor;
    private final Set<String> roles;
    private final Clock clock;
    private @Nullable EngineRequest copy;

    /** @param roles to ask for, if it opens a session */
    RequestCopy(
            HttpServletRequest request, Map<String, String> query, Visitor visitor, Set<String> roles, Clock clock) {
        this.request = request;
        this.query = query;
        this.visitor = visitor;
        this.roles = roles;
        this.clock = clock;
    }

    @Override
    public EngineRequest get() {
        var made = copy;
        if (made == null) {
            made = copied();
            copy = made;
        }
        return made;
    }

    private EngineRequest copied() {
        var headers = new HashMap<String, String>();
        for (var name : Collections.list(request.getHeaderNames())) {
            var values = Collections.list(request.getHeaders(name));
            headers.put(lowerCase(name), values.size() == 1 ? values.get(0) : String.join(", ", values));
        }
        return new EngineRequest(
                request.getMethod(),
                request.getRequestURI(),
                request.getQueryString(),
                query,
                headers,
                request.getRemoteAddr(),
                request.isSecure(),
                login(),
                visitor.httpSession(),
                clock.instant());
    }

    private @Nullable Login login() {
        var user = request.getUserPrincipal();
        if (user == null) {
            return null;
        }
        var given = query.containsKey("sid")
                ? Set.<String>of()
                : roles.stream().filter(request::isUserInRole).collect(Collectors.toSet());
        return new Login(user, given, TokenExpiry.of(user));
    }

    /** One string for all requests if it is the name of a usual header: most connections keep some ten of them. */
    private static String lowerCase(String name) {
        var lower = name.toLowerCase(Locale.ROOT);
        return USUAL.getOrDefault(lower, lower);
    }
}
