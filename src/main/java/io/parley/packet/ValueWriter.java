package io.parley.packet;

import io.parley.kernel.Bytes;
import jakarta.json.JsonValue;
import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Writes Java values as JSON text. Confined to one call.
 *
 * <p>Written directly: null, Boolean, strings, numbers (NaN and the infinities as null), {@link Map},
 * {@link Collection}, arrays, {@link Arguments}; bytes as the caller says; all others by JSON-B. Not through a JSON-P
 * generator: that would write half a surrogate pair as it is, which no UTF-8 can carry (here it is escaped, as
 * JavaScript does), and takes longer.
 */
final class ValueWriter {
    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private final StringBuilder json = new StringBuilder(128);
    private final Binding binding;
    private final int maxDepth;
    private final Function<Bytes, String> bytes;
    private boolean defusing;
    private boolean placeholderSeen;

    /**
     * For one JSON text.
     *
     * @param bytes the JSON for bytes, in the order in which they are met; may throw IllegalArgumentException
     */
    ValueWriter(Binding binding, int maxDepth, Function<Bytes, String> bytes) {
        this.binding = binding;
        this.maxDepth = maxDepth;
        this.bytes = bytes;
    }

    /** From now on objects that look like a placeholder are made harmless: their flag is written as false. */
    void defusePlaceholders() {
        defusing = true;
    }

    /** Whether one of the objects looked like a placeholder to some client. */
    boolean placeholderSeen() {
        return placeholderSeen;
    }

    /** What has been written. */
    String text() {
        return json.toString();
    }

    /** Appends JSON as it is. */
    void raw(String finished) {
        json.append(finished);
    }

    /**
     * Appends a value.
     *
     * @param depth in how many arrays and objects it stands already
     * @throws IllegalArgumentException if it cannot be written; what was appended so far is of no use then
     */
    void value(@Nullable Object value, int depth) {
        if (value instanceof String string) {
            string(string);
        } else if (value instanceof Number number) {
            number(number, depth);
        } else if (value == null || value instanceof Boolean) {
            json.append(value);
        } else if (value instanceof JsonValue parsed) { // of which the objects are maps, and the arrays lists
            value(binding.plain(parsed, depth), depth);
        } else if (value instanceof Map<?, ?> map) {
            object(map, deeper(depth));
        } else if (value instanceof Collection<?> collection) {
            array(collection, deeper(depth));
        } else {
            rare(value, depth);
        }
    }

    private void rare(Object value, int depth) {
        if (value instanceof Bytes content) {
            json.append(bytes.apply(content));
        } else if (value instanceof byte[] array) {
            json.append(bytes.apply(Bytes.copyOf(array)));
        } else if (value instanceof ByteBuffer buffer) {
            json.append(bytes.apply(Bytes.copyOf(buffer)));
        } else if (value instanceof Instant) {
            string(value.toString());
        } else if (value instanceof Date date) { // what JSON-B makes of one, JavaScript cannot read
            string(DateTypes.instantOf(date).toString());
        } else if (value instanceof Arguments arguments) {
            array(arguments.held(), deeper(depth));
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

    private void object(Map<?, ?> map, int depth) {
        char separator = '{';
        for (var entry : map.entrySet()) {
            json.append(separator);
            separator = ',';
            String name = name(entry.getKey());
            string(name);
            json.append(':');
            value(name.equals(Placeholders.FLAG) ? flag(entry.getValue()) : entry.getValue(), depth);
        }
        json.append(separator == '{' ? "{}" : "}");
    }

    /** The name of a map's member. */
    static String name(@Nullable Object key) {
        if (key == null) {
            throw new IllegalArgumentException("a map with a null key");
        }
        return key instanceof Enum<?> constant ? constant.name() : key.toString();
    }

    /** Anything but false may be true to some client: JavaScript wants true, Python and Java take "true" as well. */
    private @Nullable Object flag(@Nullable Object value) {
        if (value == null || value == Boolean.FALSE) {
            return value;
        }
        placeholderSeen = true;
        return defusing ? false : value;
    }

    private void array(Collection<?> collection, int depth) {
        char separator = '[';
        for (var element : collection) {
            json.append(separator);
            separator = ',';
            value(element, depth);
        }
        json.append(separator == '[' ? "[]" : "]");
    }

    private void arrayOf(Object array, int depth) {
        int length = Array.getLength(array);
        json.append('[');
        for (int i = 0; i < length; i++) {
            if (i > 0) {
                json.append(',');
            }
            value(Array.get(array, i), depth);
        }
        json.append(']');
    }

    private void number(Number number, int depth) {
        if (number instanceof Double || number instanceof Float) {
            json.append(Double.isFinite(number.doubleValue()) ? number.toString() : "null");
        } else if (number instanceof Long || number instanceof Integer) {
            json.append(number.longValue());
        } else if (isPlain(number)) {
            json.append(number);
        } else {
            value(binding.plain(number, depth), depth);
        }
    }

    /** Whether it is one of the numbers that need no JSON-B. */
    private static boolean isPlain(Number number) {
        return number instanceof BigDecimal
                || number instanceof BigInteger
                || number instanceof Short
                || number instanceof Byte;
    }

    private void string(String string) {
        json.append('"');
        int written = 0;
        int length = string.length();
        for (int at = 0; at < length; at++) {
            char c = string.charAt(at);
            if (c >= ' ' && c != '"' && c != '\\' && !Character.isSurrogate(c)) {
                continue;
            }
            if (Character.isHighSurrogate(c) && at + 1 < length && Character.isLowSurrogate(string.charAt(at + 1))) {
                at++;
                continue;
            }
            json.append(string, written, at);
            escape(c);
            written = at + 1;
        }
        json.append(string, written, length).append('"');
    }

    private void escape(char c) {
        json.append('\\');
        switch (c) {
            case '"', '\\' -> json.append(c);
            case '\n' -> json.append('n');
            case '\r' -> json.append('r');
            case '\t' -> json.append('t');
            case '\b' -> json.append('b');
            case '\f' -> json.append('f');
            default ->
                json.append('u')
                        .append(HEX[c >> 12])
                        .append(HEX[c >> 8 & 0xf])
                        .append(HEX[c >> 4 & 0xf])
                        .append(HEX[c & 0xf]);
        }
    }
}
