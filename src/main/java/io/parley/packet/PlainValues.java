package io.parley.packet;

import io.parley.kernel.Bytes;
import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The immutable values that {@link Arguments} hold, and what they look like from outside. */
final class PlainValues {
    private PlainValues() {}

    /** A value as applications see it: {@code byte[]} copies instead of {@link Bytes}, however deep inside. */
    static @Nullable Object exposed(@Nullable Object value) {
        return copyOf(value, PlainValues::exposedLeaf);
    }

    /** The elements as applications see them. */
    static List<@Nullable Object> exposed(List<?> list) {
        return copyOf(list, PlainValues::exposedLeaf);
    }

    private static @Nullable Object exposedLeaf(@Nullable Object leaf) {
        return leaf instanceof Bytes bytes ? bytes.toArray() : leaf;
    }

    /**
     * An immutable copy of plain values.
     *
     * @param leaves what is put in the place of each value that is neither list nor map
     */
    static List<@Nullable Object> copyOf(List<?> list, UnaryOperator<@Nullable Object> leaves) {
        var copy = new ArrayList<@Nullable Object>(list.size());
        list.forEach(element -> copy.add(copyOf(element, leaves)));
        return Collections.unmodifiableList(copy);
    }

    private static @Nullable Object copyOf(@Nullable Object value, UnaryOperator<@Nullable Object> leaves) {
        if (value instanceof List<?> list) {
            return copyOf(list, leaves);
        }
        if (value instanceof Map<?, ?> map) {
            var copy = new LinkedHashMap<@Nullable Object, @Nullable Object>();
            map.forEach((name, member) -> copy.put(name, copyOf(member, leaves)));
            return Collections.unmodifiableMap(copy);
        }
        return leaves.apply(value);
    }

    /**
     * An immutable copy of the application's values. What is no plain value is kept as it is.
     *
     * @throws IllegalArgumentException if they are nested deeper than that
     */
    static List<@Nullable Object> copyOf(Collection<?> values, int maxDepth) {
        if (maxDepth == 0) {
            throw new IllegalArgumentException("nested too deep, or contains itself");
        }
        var copy = new ArrayList<@Nullable Object>(values.size());
        values.forEach(value -> copy.add(copyOf(value, maxDepth - 1)));
        return Collections.unmodifiableList(copy);
    }

    private static @Nullable Object copyOf(@Nullable Object value, int maxDepth) {
        if (value instanceof Number number) {
            return plainNumber(number);
        } else if (value instanceof byte[] array) {
            return Bytes.copyOf(array);
        } else if (value instanceof ByteBuffer buffer) {
            return Bytes.copyOf(buffer);
        } else if (value instanceof Map<?, ?> map) {
            var names = new ArrayList<String>(map.size());
            map.keySet().forEach(name -> names.add(String.valueOf(name)));
            return mapOf(names, copyOf(map.values(), maxDepth));
        } else if (value instanceof Collection<?> collection) {
            return copyOf(collection, maxDepth);
        } else if (value instanceof Arguments arguments) {
            return arguments.held();
        } else if (value != null && value.getClass().isArray()) {
            return copyOf(elementsOf(value), maxDepth);
        }
        return value instanceof CharSequence || value instanceof Character ? value.toString() : value;
    }

    private static Map<String, @Nullable Object> mapOf(List<String> names, List<@Nullable Object> values) {
        var map = new LinkedHashMap<String, @Nullable Object>();
        for (int i = 0; i < names.size(); i++) {
            map.put(names.get(i), values.get(i));
        }
        return Collections.unmodifiableMap(map);
    }

    private static List<@Nullable Object> elementsOf(Object array) {
        var elements = new ArrayList<@Nullable Object>();
        for (int i = 0; i < Array.getLength(array); i++) {
            elements.add(Array.get(array, i));
        }
        return elements;
    }

    private static Number plainNumber(Number number) {
        if (number instanceof Integer || number instanceof Short || number instanceof Byte) {
            return number.longValue();
        }
        if (number instanceof Float) {
            return Double.valueOf(number.toString());
        }
        return number instanceof BigInteger integer ? new BigDecimal(integer) : number;
    }
}
