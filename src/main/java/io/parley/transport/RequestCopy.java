package io.parley.transport;

import io.parley.engine.EngineRequest;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.util.Collections;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Copies of a request all that may be wanted later, once: some containers reuse the request object when its thread has
 * left. Confined to the container's thread of the request.
 */
final class RequestCopy implements Supplier<EngineRequest> {
    private final HttpServletRequest request;
    private final Map<String, String> query;
    private final Clock clock;
    private @Nullable EngineRequest copy;

    RequestCopy(HttpServletRequest request, Map<String, String> query, Clock clock) {
        this.request = request;
        this.query = query;
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
            headers.put(name.toLowerCase(Locale.ROOT), String.join(", ", Collections.list(request.getHeaders(name))));
        }
        var raw = request.getQueryString();
        return new EngineRequest(
                request.getMethod(),
                request.getRequestURI() + (raw == null ? "" : "?" + raw),
                query,
                headers,
                request.getRemoteAddr(),
                request.isSecure(),
                request.getUserPrincipal(),
                Visitor.httpSession(request),
                clock.instant());
    }
}
