package io.parley.cluster;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The keys that the nodes of a cluster share, to know each other's frames: HMAC-SHA256. Integrity, not secrecy; and not of
 * what carries the frames. Immutable, thread-safe.
 */
public final class FrameKeys {
    /** Characters that a key must have. */
    public static final int MIN_LENGTH = 16;

    static final int MAC_BYTES = 32;

    private static final String ALGORITHM = "HmacSHA256";
    private static final FrameKeys NONE = new FrameKeys(List.of());

    /** The first one signs, all are accepted. */
    private final List<SecretKeySpec> keys;

    private FrameKeys(List<SecretKeySpec> keys) {
        this.keys = keys;
    }

    /** {@return no key: frames are not signed, and signed ones are refused} */
    public static FrameKeys none() {
        return NONE;
    }

    /**
     * {@return keys, so that unsigned frames are refused}
     *
     * @param key signs what this node sends, and is accepted; {@value #MIN_LENGTH} characters or more
     * @param accepted further ones that are only accepted, while a cluster goes over from one key to another
     * @throws IllegalArgumentException if a key is too short; the message does not hold it
     */
    public static FrameKeys of(String key, String... accepted) {
        return new FrameKeys(Stream.concat(Stream.of(key), Arrays.stream(accepted))
                .map(FrameKeys::spec)
                .toList());
    }

    private static SecretKeySpec spec(String key) {
        if (key.length() < MIN_LENGTH) {
            throw new IllegalArgumentException(
                    "a key of " + key.length() + " characters: must have " + MIN_LENGTH + " or more");
        }
        return new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), ALGORITHM);
    }

    /** {@return whether there is none} */
    public boolean isEmpty() {
        return keys.isEmpty();
    }

    /** The MAC of so many first bytes, with the first key. */
    byte[] sign(byte[] bytes, int length) {
        return mac(keys.get(0), bytes, length);
    }

    /** Whether the MAC is one of so many first bytes; takes the same time for each wrong one. */
    boolean verify(byte[] bytes, int length, byte[] mac) {
        boolean known = false;
        for (var key : keys) {
            known |= MessageDigest.isEqual(mac(key, bytes, length), mac);
        }
        return known;
    }

    private static byte[] mac(SecretKeySpec key, byte[] bytes, int length) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update(bytes, 0, length);
            return mac.doFinal();
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("each Java platform has " + ALGORITHM, missing);
        }
    }

    /** How many there are, and nothing of them. */
    @Override
    public String toString() {
        return "FrameKeys[" + keys.size() + "]";
    }
}
