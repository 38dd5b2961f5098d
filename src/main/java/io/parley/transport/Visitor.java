package io.parley.transport;

import io.parley.engine.EngineRequest;
import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Who a request is from, as far as the container knows. Immutable.
 *
 * @param user whom it has logged in, or null
 * @param httpSession the id of the HTTP session, or null
 */
record Visitor(@Nullable String user, @Nullable String httpSession) {
    static Visitor of(HttpServletRequest request) {
        var session = request.getSession(false);
        return new Visitor(name(request.getUserPrincipal()), session == null ? null : session.getId());
    }

    /**
     * Whether a session that began with this request is this visitor's: the same user, or nobody as then, and, if there was
     * an HTTP session, still in it.
     */
    boolean owns(EngineRequest handshake) {
        var then = handshake.httpSession();
        return Objects.equals(user, name(handshake.user())) && (then == null || then.equals(httpSession));
    }

    private static @Nullable String name(@Nullable Principal principal) {
        return principal == null ? null : principal.getName();
    }
}
