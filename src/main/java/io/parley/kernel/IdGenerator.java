package io.parley.kernel;

import java.security.SecureRandom;
import java.util.Base64;

/** Makes ids that nobody can guess. Thread-safe. */
@FunctionalInterface
public interface IdGenerator {
    /** {@return a new id: 20 characters of the URL-safe base64 alphabet} */
    String next();

    /** {@return a generator of ids of 15 random bytes (120 bits) from a {@link SecureRandom}} */
    static IdGenerator secure() {
        var random = new SecureRandom();
        var encoder = Base64.getUrlEncoder();
        return () -> {
            var bytes = new byte[15];
            random.nextBytes(bytes);
            return encoder.encodeToString(bytes);
        };
    }
}
