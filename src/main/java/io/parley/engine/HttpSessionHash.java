package io.parley.engine;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Stands for the id of an HTTP session, which is a secret, where others can see it: half of its SHA-256. Immutable.
 *
 * @param high the first 8 bytes
 * @param low the next 8 bytes
 */
public record HttpSessionHash(long high, long low) {
    /**
     * {@return the hash of an id}
     *
     * @param id of an HTTP session
     */
    public static HttpSessionHash of(String id) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(id.getBytes(StandardCharsets.UTF_8));
            var halves = ByteBuffer.wrap(digest);
            return new HttpSessionHash(halves.getLong(), halves.getLong());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible); // each Java has it
        }
    }
}
