package io.parley.transport;

import io.parley.engine.HttpSessionHash;
import io.parley.kernel.Bytes;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * HTTP sessions that are over, as nodes tell each other: the body of a cluster frame.
 *
 * <pre>
 *   kind (1 byte, 1)  { tag (1 byte)  length (4 bytes, big-endian)  value }*
 *   tags: 1 hashes of those that have ended (16 bytes each), 2 of ids that are not in use any more
 * </pre>
 *
 * A reader skips tags that it does not know and ignores kinds that it does not know.
 *
 * @param ended by logout, or because nobody used them
 * @param renamed those that go on with another id; the hashes are of the old ones
 */
record HttpSessionEnds(List<HttpSessionHash> ended, List<HttpSessionHash> renamed) {
    private static final byte KIND = 1;
    private static final byte ENDED = 1;
    private static final byte RENAMED = 2;
    private static final int HASH_BYTES = 2 * Long.BYTES;
    private static final int HEAD_BYTES = 1 + 2 * (1 + Integer.BYTES);

    Bytes encode() {
        var out = ByteBuffer.allocate(HEAD_BYTES + HASH_BYTES * (ended.size() + renamed.size()));
        out.put(KIND);
        write(ENDED, ended, out);
        write(RENAMED, renamed, out);
        return Bytes.owned(out.array());
    }

    private static void write(byte tag, List<HttpSessionHash> hashes, ByteBuffer out) {
        out.put(tag).putInt(HASH_BYTES * hashes.size());
        hashes.forEach(hash -> out.putLong(hash.high()).putLong(hash.low()));
    }

    /**
     * Reads a message; empty if its kind is unknown.
     *
     * @throws IllegalArgumentException if the bytes are none
     */
    static Optional<HttpSessionEnds> decode(Bytes body) {
        var in = body.asBuffer();
        var ends = new HttpSessionEnds(new ArrayList<>(), new ArrayList<>());
        try {
            if (in.get() != KIND) {
                return Optional.empty();
            }
            while (in.hasRemaining()) {
                byte tag = in.get();
                int length = in.getInt();
                if (length < 0 || length > in.remaining()) {
                    throw new IllegalArgumentException("a field longer than its message");
                }
                var value = in.slice(in.position(), length);
                in.position(in.position() + length);
                switch (tag) {
                    case ENDED -> read(value, ends.ended);
                    case RENAMED -> read(value, ends.renamed);
                    default -> {}
                }
            }
        } catch (BufferUnderflowException cut) {
            throw new IllegalArgumentException(body.size() + " bytes, which are cut off", cut);
        }
        return Optional.of(ends);
    }

    private static void read(ByteBuffer value, List<HttpSessionHash> hashes) {
        while (value.hasRemaining()) {
            hashes.add(new HttpSessionHash(value.getLong(), value.getLong()));
        }
    }
}
