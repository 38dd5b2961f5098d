package io.parley.transport;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The secrets of which a caller has to have one. Immutable, thread-safe. */
public final class BearerKeys {
    private static final String SCHEME = "Bearer ";

    private final List<byte[]> keys;

    /**
     * Accepts each of the keys.
     *
     * @param keys at least one, so that a second one can take over from the first
     */
    public BearerKeys(List<String> keys) {
        this.keys =
                keys.stream().map(key -> key.getBytes(StandardCharsets.UTF_8)).toList();
    }

    /**
     * Whether this is one of the keys; takes as long for a wrong one as for a right one.
     *
     * @param authorization the header, or null
     */
    boolean accept(@Nullable String authorization) {
        if (authorization == null || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return false;
        }
        var given = authorization.substring(SCHEME.length()).strip().getBytes(StandardCharsets.UTF_8);
        boolean accepted = false;
        for (var key : keys) {
            accepted |= MessageDigest.isEqual(key, given);
        }
        return accepted;
    }
}
