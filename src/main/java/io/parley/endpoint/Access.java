package io.parley.endpoint;

import io.parley.Socket;
import jakarta.annotation.security.DenyAll;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import java.lang.reflect.AnnotatedElement;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Who may, by the annotations of Jakarta Security on a class or a method. Immutable.
 *
 * @param everybody also who is nobody
 * @param loggedIn whoever has a name
 * @param roles one of these is enough
 */
record Access(boolean everybody, boolean loggedIn, Set<String> roles) {
    static final Access OPEN = new Access(true, false, Set.of());
    private static final Access CLOSED = new Access(false, false, Set.of());
    /** In place of a role: whoever has authenticated, as in servlets. */
    private static final String ANY_USER = "**";

    /** The annotations of an element; open if there is none, or if the container lacks their classes. */
    static Access of(AnnotatedElement element) {
        return isThere() ? Annotated.of(element) : OPEN;
    }

    /** Whether the container has the annotations: without, the JVM hides those that were written. */
    static boolean isThere() {
        try {
            return RolesAllowed.class.isAnnotation();
        } catch (LinkageError missing) {
            return false;
        }
    }

    boolean allows(Socket socket) {
        if (everybody) {
            return true;
        }
        var handshake = socket.handshake();
        if (loggedIn && handshake.principal().isPresent()) {
            return true;
        }
        for (var role : roles) {
            if (handshake.isInRole(role)) {
                return true;
            }
        }
        return false;
    }

    /** Apart, since it cannot be linked where the annotations are missing. */
    private static final class Annotated {
        private Annotated() {}

        static Access of(AnnotatedElement element) {
            var allowed = element.getAnnotation(RolesAllowed.class);
            boolean open = element.isAnnotationPresent(PermitAll.class);
            boolean closed = element.isAnnotationPresent(DenyAll.class);
            if ((allowed != null && (open || closed)) || (open && closed)) {
                throw new EndpointException(element + " has two of @RolesAllowed, @PermitAll and @DenyAll");
            }
            if (allowed == null) {
                return closed ? CLOSED : OPEN;
            }
            var roles = new HashSet<>(List.of(allowed.value()));
            if (roles.contains("")) {
                throw new EndpointException(element + " allows a role without a name");
            }
            return new Access(false, roles.remove(ANY_USER), Set.copyOf(roles));
        }
    }
}
