package io.parley.packet;

import io.parley.kernel.Bytes;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;

/**
 * Writes Java values as MessagePack. Confined to one call.
 *
 * <p>Written directly: null, Boolean, strings, numbers, bytes, dates, {@link Map}, {@link Collection}, arrays,
 * {@link Arguments}; all others by JSON-B. Of collections and maps a snapshot is written: if the number of their
 * elements changed meanwhile, the whole packet would be unreadable.
 */
final class MsgpackWriter {
    private static final MessagePack.PackerConfig CONFIG = new MessagePack.PackerConfig().withBufferSize(512);
    /** The format and the extension type of a date, as notepack has it; 8 bytes of milliseconds follow. */
    private static final byte[] DATE = {(byte) 0xd7, 0};

    private static final Pattern HALF_PAIR = Pattern.compile("\\p{Cs}");

    private final MessageBufferPacker out = CONFIG.newBufferPacker();
    private final Binding binding;
    private final int maxDepth;

    private MsgpackWriter(Binding binding, int maxDepth) {
        this.binding = binding;
        this.maxDepth = maxDepth;
    }

    /** What the writing has appended. */
    static Bytes write(Binding binding, int maxDepth, Writing writing) {
        var writer = new MsgpackWriter(binding, maxDepth);
        try {
            writing.on(writer);
        } catch (IOException impossible) { // in memory
            throw new UncheckedIOException(impossible);
        }
        return Bytes.owned(writer.out.toByteArray());
    }

    /** Begins an array. */
    void arrayHeader(int size) throws IOException {
        out.packArrayHeader(size);
    }

    /** Begins a map. */
    void mapHeader(int size) throws IOException {
        out.packMapHeader(size);
    }

    /** Appends a part of finished MessagePack. */
    void raw(Bytes finished, int offset, int length) throws IOException {
        out.writePayload(finished.asArrayBuffer().array(), offset, length);
    }

    /** Appends a whole number. */
    void integer(long number) throws IOException {
        out.packLong(number);
    }

    /** Appends text. */
    void string(String string) throws IOException {
        var utf8 = utf8(string);
        out.packRawStringHeader(utf8.length).writePayload(utf8);
    }

    /**
     * Appends a value.
     *
     * @param depth in how many arrays and objects it stands already
     * @throws IllegalArgumentException if it cannot be written; what was appended so far is of no use then
     */
    void value(@Nullable Object value, int depth) throws IOException {
        if (value instanceof String string) {
            string(string);
        } else if (value instanceof Number number) {
            number(number, depth);
        } else if (value == null) {
            out.packNil();
        } else if (value instanceof Boolean flag) {
            out.packBoolean(flag);
        } else if (value instanceof JsonValue parsed) { // of which the objects are maps, and the arrays lists
            value(binding.plain(parsed, depth), depth);
        } else if (value instanceof Map<?, ?> map) {
            object(map.entrySet().toArray(new Map.Entry<?, ?>[0]), deeper(depth));
        } else if (value instanceof Collection<?> collection) {
            array(collection.toArray(), deeper(depth));
        } else {
            rare(value, depth);
        }
    }

    private void rare(Object value, int depth) throws IOException {
        if (value instanceof Bytes content) {
            binary(content.asBuffer());
        } else if (value instanceof byte[] array) {
            binary(ByteBuffer.wrap(array));
        } else if (value instanceof ByteBuffer buffer) {
            binary(buffer.duplicate());
        } else if (value instanceof Instant instant) {
            date(instant);
        } else if (value instanceof Date date) {
            date(DateTypes.instantOf(date));
        } else if (value instanceof Arguments arguments) {
            array(arguments.held().toArray(), deeper(depth));
        } else if (value.getClass().isArray()) {
            arrayOf(value, deeper(depth));
        } else if (value instanceof CharSequence || value instanceof Character) {
            string(value.toString());
        } else {
            value(binding.plain(value, depth), depth);
        }
    }

    private int deeper(int depth) {
        if (depth >= maxDepth) {
            throw new IllegalArgumentException("nested deeper than " + maxDepth + ", or contains itself");
        }
        return depth + 1;
    }

    private void object(Map.Entry<?, ?>[] entries, int depth) throws IOException {
        out.packMapHeader(entries.length);
        for (var entry : entries) {
            string(ValueWriter.name(entry.getKey()));
            value(entry.getValue(), depth);
        }
    }

    private void array(@Nullable Object[] elements, int depth) throws IOException {
        out.packArrayHeader(elements.length);
        for (var element : elements) {
            value(element, depth);
        }
    }

    private void arrayOf(Object array, int depth) throws IOException {
        int length = Array.getLength(array);
        out.packArrayHeader(length);
        for (int i = 0; i < length; i++) {
            value(Array.get(array, i), depth);
        }
    }

    private void binary(ByteBuffer content) throws IOException {
        var copy = new byte[content.remaining()];
        content.get(copy);
        out.packBinaryHeader(copy.length).addPayload(copy);
    }

    private void date(Instant instant) throws IOException {
        out.writePayload(DATE);
        out.writePayload(
                ByteBuffer.allocate(Long.BYTES).putLong(millisecondsOf(instant)).array());
    }

    private static long millisecondsOf(Instant instant) {
        try {
            return instant.toEpochMilli();
        } catch (ArithmeticException tooFar) {
            throw new IllegalArgumentException("an instant beyond what a date can hold", tooFar);
        }
    }

    private void number(Number number, int depth) throws IOException {
        if (number instanceof Double || number instanceof Float) {
            out.packDouble(number instanceof Float ? Double.parseDouble(number.toString()) : number.doubleValue());
        } else if (number instanceof BigInteger integer) {
            integer(integer);
        } else if (number instanceof BigDecimal decimal) {
            decimal(decimal);
        } else if (isWhole(number)) {
            out.packLong(number.longValue());
        } else {
            value(binding.plain(number, depth), depth);
        }
    }

    private static boolean isWhole(Number number) {
        return number instanceof Long || number instanceof Integer || number instanceof Short || number instanceof Byte;
    }

    private void decimal(BigDecimal number) throws IOException {
        if (number.scale() == 0) {
            integer(number.unscaledValue());
        } else {
            out.packDouble(number.doubleValue());
        }
    }

    private void integer(BigInteger number) throws IOException {
        int bits = number.bitLength();
        if (bits < Long.SIZE || (bits == Long.SIZE && number.signum() > 0)) {
            out.packBigInteger(number);
        } else {
            out.packDouble(number.doubleValue());
        }
    }

    private static byte[] utf8(String string) {
        for (int at = 0; at < string.length(); at++) {
            if (Character.isSurrogate(string.charAt(at))) { // where half a pair is alone, Java puts a question mark
                return HALF_PAIR.matcher(string).replaceAll("\uFFFD").getBytes(StandardCharsets.UTF_8);
            }
        }
        return string.getBytes(StandardCharsets.UTF_8);
    }

    /** What is to be written. */
    @FunctionalInterface
    interface Writing {
        void on(MsgpackWriter writer) throws IOException;
    }
}
