package io.parley.packet;

import static java.util.Map.entry;

import io.parley.kernel.Bytes;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The types into which an argument is turned without JSON-B, and those that it must be already. */
final class Conversion {
    private static final Map<Class<?>, Function<Object, Object>> DIRECT = Map.ofEntries(
            entry(Map.class, Map.class::cast),
            entry(List.class, List.class::cast),
            entry(Collection.class, Collection.class::cast),
            entry(String.class, String.class::cast),
            entry(boolean.class, Boolean.class::cast),
            entry(Boolean.class, Boolean.class::cast),
            entry(char.class, Conversion::toCharacter),
            entry(Character.class, Conversion::toCharacter),
            entry(byte.class, value -> toDecimal(value).byteValueExact()),
            entry(Byte.class, value -> toDecimal(value).byteValueExact()),
            entry(short.class, value -> toDecimal(value).shortValueExact()),
            entry(Short.class, value -> toDecimal(value).shortValueExact()),
            entry(int.class, value -> Math.toIntExact(toLong(value))),
            entry(Integer.class, value -> Math.toIntExact(toLong(value))),
            entry(long.class, Conversion::toLong),
            entry(Long.class, Conversion::toLong),
            entry(float.class, Conversion::toFloat),
            entry(Float.class, Conversion::toFloat),
            entry(double.class, Conversion::toDouble),
            entry(Double.class, Conversion::toDouble),
            entry(BigInteger.class, value -> toDecimal(value).toBigIntegerExact()),
            entry(BigDecimal.class, Conversion::toDecimal),
            entry(Number.class, Number.class::cast),
            entry(byte[].class, byte[].class::cast),
            entry(ByteBuffer.class, ByteBuffer.class::cast),
            entry(Bytes.class, Bytes.class::cast));

    private Conversion() {}

    /** What turns an exposed value into the type, or throws a RuntimeException; null if that is not for us. */
    static @Nullable Function<Object, Object> to(Class<?> type) {
        return DIRECT.get(type);
    }

    private static char toCharacter(Object value) {
        var string = (String) value;
        if (string.length() != 1) {
            throw new IllegalArgumentException("not one character");
        }
        return string.charAt(0);
    }

    private static long toLong(Object value) {
        return value instanceof Long number ? number : toDecimal(value).longValueExact();
    }

    private static BigDecimal toDecimal(Object value) {
        return value instanceof BigDecimal decimal ? decimal : new BigDecimal(((Number) value).toString());
    }

    private static double toDouble(Object value) {
        double number = ((Number) value).doubleValue();
        if (Double.isInfinite(number) && !(value instanceof Double)) {
            throw new ArithmeticException("too large");
        }
        return number;
    }

    private static float toFloat(Object value) {
        float number = ((Number) value).floatValue();
        if (Float.isInfinite(number) && Double.isFinite(toDouble(value))) {
            throw new ArithmeticException("too large");
        }
        return number;
    }
}
