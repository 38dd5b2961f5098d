package io.parley.engine;

import java.security.Principal;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whom the container has logged in. Immutable.
 *
 * @param user who it is
 * @param roles those that the user has, of those that were asked for
 * @param expires when it is over, by the wall clock; null: the container does not say
 */
public record Login(
        Principal user, Set<String> roles, @Nullable Instant expires) {
    /**
     * Keeps a copy of the roles.
     *
     * @param user who it is
     * @param roles without nulls
     * @param expires null: the container does not say
     */
    public Login {
        roles = Set.copyOf(roles);
    }
}
