package io.parley.kernel;

import java.security.SecureRandom;
import java.util.Base64;

/** Makes ids that nobody can guess. Thread-safe. */
@FunctionalInterface
public interface IdGenerator {
    /** A new id: 22 characters of the URL-safe base64 alphabet. */
    String next();

    /** 16 random bytes (128 bits) from a {@link SecureRandom}. */
    static IdGenerator secure() {
        var random = new SecureRandom();
        var encoder = Base64.getUrlEncoder().withoutPadding();
        return () -> {
            var bytes = new byte[16];
            random.nextBytes(bytes);
            return encoder.encodeToString(bytes);
        };
    }
}
