package io.parley.cluster;

import static io.parley.cluster.InvalidFrameException.Reason.MALFORMED;
import static io.parley.cluster.InvalidFrameException.Reason.TOO_LARGE;
import static io.parley.cluster.InvalidFrameException.Reason.UNKNOWN_KIND;
import static io.parley.cluster.InvalidFrameException.Reason.UNKNOWN_VERSION;

import io.parley.kernel.Bytes;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Writes and reads the wire form of a {@link Frame}. Immutable, thread-safe.
 *
 * <pre>
 *   0      1      2         3      4
 *   +------+------+---------+------+-------+-------+-- …
 *   | 0x50 | 0x42 | version | kind | field | field |
 *   +------+------+---------+------+-------+-------+-- …
 *     'P'    'B'    1         1 = message
 *
 *   field:
 *   0     1                        5
 *   +-----+------------------------+-----------------+
 *   | tag | length of value        | value           |
 *   +-----+------------------------+-----------------+
 *     1 B   4 B unsigned, ≤ what is left
 *
 *   tag  value
 *    1   node      UTF-8
 *    2   epoch     8 B
 *    3   sequence  8 B, 1 or more
 *    4   channel   UTF-8
 *    5   body      any
 * </pre>
 *
 * <p>Numbers are big-endian. A message has each of the five fields exactly once, in any order (we write them as
 * listed). A field with another tag is skipped: that is how a later release adds to a frame without shutting out this
 * one. What this release must not misread gets another kind or version; it is refused, and whoever receives drops and
 * counts it.
 */
public final class FrameCodec {
    static final int MIN_FRAME_BYTES = 64;

    private static final byte MAGIC_0 = 'P';
    private static final byte MAGIC_1 = 'B';
    private static final byte VERSION = 1;
    private static final byte KIND_MESSAGE = 1;
    private static final byte TAG_NODE = 1;
    private static final byte TAG_EPOCH = 2;
    private static final byte TAG_SEQUENCE = 3;
    private static final byte TAG_CHANNEL = 4;
    private static final byte TAG_BODY = 5;

    private static final int HEADER_BYTES = 4;
    private static final int FIELD_HEADER_BYTES = 5;
    private static final int FIXED_BYTES = HEADER_BYTES + 5 * FIELD_HEADER_BYTES + 2 * Long.BYTES;

    private final int maxFrameBytes;

    /**
     * Neither writes nor reads frames that are too large.
     *
     * @param maxFrameBytes bytes of one frame, its header included
     */
    public FrameCodec(int maxFrameBytes) {
        this.maxFrameBytes = maxFrameBytes;
    }

    /**
     * {@return the size of a frame on the wire, in bytes}
     *
     * @param node the id of the origin
     * @param channel what the body is about
     * @param body any bytes
     * @throws IllegalArgumentException if it is larger than the limit, or {@link #encode} would refuse the texts
     */
    public int sizeOf(String node, String channel, Bytes body) {
        Frame.requireLength("a node id", node, Frame.MAX_NODE_LENGTH);
        Frame.requireLength("a channel", channel, Frame.MAX_CHANNEL_LENGTH);
        return sizeOf(utf8(node), utf8(channel), body);
    }

    /**
     * Writes a frame.
     *
     * @param frame any frame within the limit
     * @return a new array
     * @throws IllegalArgumentException if it is larger than the limit, or a text holds half a surrogate pair
     */
    public byte[] encode(Frame frame) {
        var node = utf8(frame.node());
        var channel = utf8(frame.channel());
        var out = ByteBuffer.allocate(sizeOf(node, channel, frame.body()));
        out.put(MAGIC_0).put(MAGIC_1).put(VERSION).put(KIND_MESSAGE);
        field(out, TAG_NODE, node.remaining()).put(node);
        field(out, TAG_EPOCH, Long.BYTES).putLong(frame.epoch());
        field(out, TAG_SEQUENCE, Long.BYTES).putLong(frame.sequence());
        field(out, TAG_CHANNEL, channel.remaining()).put(channel);
        field(out, TAG_BODY, frame.body().size()).put(frame.body().asBuffer());
        return out.array();
    }

    private int sizeOf(ByteBuffer node, ByteBuffer channel, Bytes body) {
        long size = (long) FIXED_BYTES + node.remaining() + channel.remaining() + body.size();
        if (size > maxFrameBytes) {
            throw new IllegalArgumentException(
                    "a frame of " + size + " bytes: the limit is " + maxFrameBytes + ", header included");
        }
        return (int) size;
    }

    private static ByteBuffer field(ByteBuffer out, byte tag, int length) {
        return out.put(tag).putInt(length);
    }

    private static ByteBuffer utf8(String text) {
        try {
            return StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
        } catch (CharacterCodingException halfPair) {
            throw new IllegalArgumentException("a text that holds half a surrogate pair", halfPair);
        }
    }

    /**
     * Reads a frame.
     *
     * @param bytes any bytes; the array is not kept
     * @return the frame, with a copy of its body
     * @throws InvalidFrameException if the bytes are not a frame that this release can read; never any other exception
     */
    public Frame decode(byte[] bytes) {
        if (bytes.length > maxFrameBytes) {
            throw new InvalidFrameException(
                    TOO_LARGE, "a frame of " + bytes.length + " bytes: the limit is " + maxFrameBytes);
        }
        var in = ByteBuffer.wrap(bytes);
        if (in.remaining() < HEADER_BYTES || in.get() != MAGIC_0 || in.get() != MAGIC_1) {
            throw malformed("not a frame");
        }
        byte version = in.get();
        if (version != VERSION) {
            throw new InvalidFrameException(UNKNOWN_VERSION, "unknown version " + Byte.toUnsignedInt(version));
        }
        byte kind = in.get();
        if (kind != KIND_MESSAGE) {
            throw new InvalidFrameException(UNKNOWN_KIND, "unknown kind " + Byte.toUnsignedInt(kind));
        }
        return new Fields(in).frame();
    }

    private static InvalidFrameException malformed(String message) {
        return new InvalidFrameException(MALFORMED, message);
    }

    /** The fields of one message while they are read; confined to the call of {@link #decode}. */
    private static final class Fields {
        private @Nullable ByteBuffer node;
        private @Nullable ByteBuffer epoch;
        private @Nullable ByteBuffer sequence;
        private @Nullable ByteBuffer channel;
        private @Nullable ByteBuffer body;

        Fields(ByteBuffer in) {
            while (in.hasRemaining()) {
                if (in.remaining() < FIELD_HEADER_BYTES) {
                    throw malformed("half a field");
                }
                byte tag = in.get();
                int length = in.getInt();
                if (length < 0 || length > in.remaining()) {
                    throw malformed("a field longer than the frame");
                }
                var value = in.slice(in.position(), length);
                in.position(in.position() + length);
                put(tag, value);
            }
        }

        private void put(byte tag, ByteBuffer value) {
            switch (tag) {
                case TAG_NODE -> node = first(node, value);
                case TAG_EPOCH -> epoch = first(epoch, value);
                case TAG_SEQUENCE -> sequence = first(sequence, value);
                case TAG_CHANNEL -> channel = first(channel, value);
                case TAG_BODY -> body = first(body, value);
                default -> {
                    // of a later release: skipped
                }
            }
        }

        private static ByteBuffer first(@Nullable ByteBuffer present, ByteBuffer value) {
            if (present != null) {
                throw malformed("a field twice");
            }
            return value;
        }

        Frame frame() {
            try {
                return new Frame(
                        text(node), number(epoch), number(sequence), text(channel), Bytes.copyOf(required(body)));
            } catch (IllegalArgumentException outOfLimits) {
                throw malformed(String.valueOf(outOfLimits.getMessage()));
            }
        }

        private static String text(@Nullable ByteBuffer value) {
            try {
                return StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(required(value))
                        .toString();
            } catch (CharacterCodingException invalid) {
                throw malformed("a text that is not UTF-8");
            }
        }

        private static long number(@Nullable ByteBuffer value) {
            var number = required(value);
            if (number.remaining() != Long.BYTES) {
                throw malformed("a number that has not 8 bytes");
            }
            return number.getLong();
        }

        private static ByteBuffer required(@Nullable ByteBuffer value) {
            if (value == null) {
                throw malformed("a field is missing");
            }
            return value;
        }
    }
}
