package io.parley.transport;

import io.parley.engine.AllowedOrigins;
import io.parley.engine.Cors;
import io.parley.engine.EngineOptions;
import io.parley.engine.Refusal;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.System.Logger.Level;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Whether a request may come from where it says. The place for every rule about origins but those of {@link Cors}, which
 * come after it. Thread-safe.
 */
final class OriginCheck {
    private static final System.Logger LOG = System.getLogger(OriginCheck.class.getName());
    private static final int MOST_LOGGED = 200;

    private final AllowedOrigins allowed;
    private final Optional<Cors> cors;
    private final AtomicBoolean told = new AtomicBoolean();

    OriginCheck(EngineOptions options) {
        this.allowed = options.allowedOrigins();
        this.cors = options.cors();
    }

    /** The refusal, if the request must not come from where it says. */
    Optional<Refusal> check(HttpServletRequest request, boolean upgrade) {
        if (allowed.isAny()) {
            return Optional.empty();
        }
        var origins = Collections.list(request.getHeaders("Origin"));
        boolean accepted = origins.isEmpty()
                ? acceptsNone(request, upgrade)
                : origins.size() == 1 && accepts(origins.get(0), own(request));
        return accepted ? Optional.empty() : Optional.of(refused(request, origins));
    }

    private boolean accepts(String origin, String own) {
        return allowed.accepts(origin, own) || (cors.isPresent() && cors.get().names(origin));
    }

    private boolean acceptsNone(HttpServletRequest request, boolean upgrade) {
        var site = request.getHeader("Sec-Fetch-Site");
        if (site != null && !site.equals("same-origin") && !site.equals("none")) {
            return false;
        }
        boolean mayBeWithout = request.getMethod().equals("GET") && !upgrade;
        return mayBeWithout
                || !allowed.isRequiredForCredentials()
                || (request.getHeader("Cookie") == null && request.getHeader("Authorization") == null);
    }

    /** Some containers say {@code ws} in an upgrade; a page has no such origin. */
    private static String own(HttpServletRequest request) {
        var scheme =
                switch (request.getScheme()) {
                    case "ws" -> "http";
                    case "wss" -> "https";
                    default -> request.getScheme();
                };
        return AllowedOrigins.serialized(scheme, request.getServerName(), request.getServerPort());
    }

    /** Tells the operator the first time only: whoever is refused could fill the log. */
    private Refusal refused(HttpServletRequest request, List<String> origins) {
        var named = String.join(", ", origins);
        var level = told.compareAndSet(false, true) ? Level.WARNING : Level.DEBUG;
        LOG.log(
                level,
                () -> "refused a request with the origin \""
                        + named.substring(0, Math.min(named.length(), MOST_LOGGED))
                        + "\"; this server is " + own(request)
                        + ". If a proxy in front of it is known by another name, allow that as an origin");
        return Refusal.forbiddenOrigin(named);
    }
}
