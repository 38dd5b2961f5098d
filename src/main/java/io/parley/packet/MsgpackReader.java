package io.parley.packet;

import io.parley.kernel.Bytes;
import io.parley.kernel.Limit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.msgpack.core.MessageFormat;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessagePackException;
import org.msgpack.core.MessageUnpacker;

/**
 * Reads one MessagePack text into immutable Java values: String, Boolean, null, Long (BigDecimal beyond), Double,
 * {@link Bytes}, {@link Instant}, ordered {@link Map}, {@link List}. Of members of the same name the last one counts.
 * Confined to one call.
 *
 * <p>A length that the text declares is believed only as far as the text goes: nothing is allocated for what is not
 * there.
 */
final class MsgpackReader {
    /** The extension type of all that notepack adds to MessagePack. */
    private static final byte NOTEPACK = 0;

    private final CharsetDecoder utf8 = StandardCharsets.UTF_8.newDecoder();
    private final MessageUnpacker in;
    private final int size;
    private final int maxDepth;
    private long binaryLeft;
    private int keysLeft;

    /**
     * For one text.
     *
     * @param maxDepth arrays and objects inside each other
     * @param maxKeys members of all objects together
     * @param maxBinaryBytes bytes of all binary values together
     */
    MsgpackReader(Bytes text, int maxDepth, int maxKeys, long maxBinaryBytes) {
        this.in = MessagePack.newDefaultUnpacker(text.asArrayBuffer());
        this.size = text.size();
        this.maxDepth = maxDepth;
        this.keysLeft = maxKeys;
        this.binaryLeft = maxBinaryBytes;
    }

    /**
     * The one value of the text.
     *
     * @param depth in how many arrays and objects it stands already; -1 if it is one that does not count
     * @throws InvalidPacketException if it is no MessagePack, exceeds a limit, or goes on after the value
     */
    @Nullable
    Object read(int depth) {
        try {
            var value = value(depth);
            if (in.hasNext()) {
                throw new InvalidPacketException("more than one MessagePack value");
            }
            return value;
        } catch (IOException | MessagePackException malformed) {
            throw new InvalidPacketException("not MessagePack");
        }
    }

    /** Where the array is that ends an object of our own writing. */
    static ArrayPlace lastMemberArray(Bytes text) {
        try (var in = MessagePack.newDefaultUnpacker(text.asArrayBuffer())) {
            for (int before = in.unpackMapHeader() - 1; before > 0; before--) {
                in.skipValue(2);
            }
            in.skipValue();
            long start = in.getTotalReadBytes();
            int size = in.unpackArrayHeader();
            return new ArrayPlace((int) start, size, (int) in.getTotalReadBytes());
        } catch (IOException impossible) { // in memory
            throw new UncheckedIOException(impossible);
        }
    }

    /**
     * An array in a text.
     *
     * @param start where its head is
     * @param size the number of its elements
     * @param firstElement where they start
     */
    record ArrayPlace(int start, int size, int firstElement) {}

    private @Nullable Object value(int depth) throws IOException {
        var format = in.getNextFormat();
        return switch (format.getValueType()) {
            case NIL -> nil();
            case BOOLEAN -> in.unpackBoolean();
            case INTEGER -> format == MessageFormat.UINT64 ? unsigned() : (Object) in.unpackLong();
            case FLOAT -> in.unpackDouble();
            case STRING -> string();
            case BINARY -> binary(in.unpackBinaryHeader());
            case ARRAY -> array(deeper(depth));
            case MAP -> object(deeper(depth));
            case EXTENSION -> extension(format);
        };
    }

    private @Nullable Object nil() throws IOException {
        in.unpackNil();
        return null;
    }

    private Number unsigned() throws IOException {
        BigInteger number = in.unpackBigInteger();
        return number.bitLength() < Long.SIZE ? (Number) number.longValue() : new BigDecimal(number);
    }

    private String string() throws IOException {
        int length = available(in.unpackRawStringHeader(), 1);
        return length == 0
                ? ""
                : utf8.decode(ByteBuffer.wrap(in.readPayload(length))).toString();
    }

    private List<@Nullable Object> array(int depth) throws IOException {
        int length = available(in.unpackArrayHeader(), 1);
        if (length == 0) {
            return List.of();
        }
        var elements = new ArrayList<@Nullable Object>(length);
        for (int i = 0; i < length; i++) {
            elements.add(value(depth));
        }
        return Collections.unmodifiableList(elements);
    }

    private Map<String, @Nullable Object> object(int depth) throws IOException {
        int length = available(in.unpackMapHeader(), 2);
        keysLeft -= length;
        if (keysLeft < 0) {
            throw new InvalidPacketException("too many keys", Limit.KEYS);
        }
        if (length == 0) {
            return Map.of();
        }
        var members = new LinkedHashMap<String, @Nullable Object>();
        for (int i = 0; i < length; i++) {
            members.put(name(), value(depth));
        }
        return Collections.unmodifiableMap(members);
    }

    private String name() throws IOException {
        return switch (in.getNextFormat().getValueType()) {
            case STRING -> string();
            case INTEGER -> in.unpackBigInteger().toString(); // some languages have maps with numbers as keys
            default -> throw new InvalidPacketException("a key that is no text");
        };
    }

    private Bytes binary(int length) throws IOException {
        available(length, 1);
        binaryLeft -= length;
        if (binaryLeft < 0) {
            throw new InvalidPacketException("binary values too large", Limit.ATTACHMENT_BYTES);
        }
        return length == 0 ? Bytes.empty() : Bytes.owned(in.readPayload(length));
    }

    /** The formats tell apart what has the same type and length: undefined and one byte, a date and eight bytes. */
    private @Nullable Object extension(MessageFormat format) throws IOException {
        var header = in.unpackExtensionTypeHeader();
        boolean known = header.getType() == NOTEPACK;
        if (known && format == MessageFormat.FIXEXT8) {
            return Instant.ofEpochMilli(
                    ByteBuffer.wrap(in.readPayload(available(Long.BYTES, 1))).getLong());
        }
        var content = binary(header.getLength());
        if (known) {
            return format == MessageFormat.FIXEXT1 ? null : content;
        }
        return List.of((long) header.getType(), content);
    }

    /** The number of elements, if there can be so many. */
    private int available(int elements, int leastBytesOfEach) {
        long left = size - in.getTotalReadBytes();
        if (elements > left / leastBytesOfEach) {
            throw new InvalidPacketException("not MessagePack");
        }
        return elements;
    }

    private int deeper(int depth) {
        if (depth >= maxDepth) {
            throw new InvalidPacketException("nested deeper than " + maxDepth, Limit.DEPTH);
        }
        return depth + 1;
    }
}
