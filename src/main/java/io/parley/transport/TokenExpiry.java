package io.parley.transport;

import java.security.Principal;
import java.time.Instant;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/** Until when the token of a user is valid, where the container logs in by tokens: MicroProfile JWT. Thread-safe. */
final class TokenExpiry {
    private static final boolean KNOWN = isKnown();

    private TokenExpiry() {}

    /** Null: the user has none, or it says nothing. */
    static @Nullable Instant of(Principal user) {
        return KNOWN ? Tokens.expiry(user) : null;
    }

    private static boolean isKnown() {
        try {
            return JsonWebToken.class.isInterface();
        } catch (NoClassDefFoundError missing) {
            return false;
        }
    }

    /** Loaded only where there is MicroProfile JWT. */
    private static final class Tokens {
        static @Nullable Instant expiry(Principal user) {
            long seconds = user instanceof JsonWebToken token ? token.getExpirationTime() : 0;
            return seconds > 0 && seconds <= Instant.MAX.getEpochSecond() ? Instant.ofEpochSecond(seconds) : null;
        }
    }
}
