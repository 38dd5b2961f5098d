package io.parley.packet;

import jakarta.json.JsonNumber;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.bind.JsonbConfig;
import jakarta.json.bind.serializer.DeserializationContext;
import jakarta.json.bind.serializer.JsonbDeserializer;
import jakarta.json.stream.JsonParser;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * How JSON-B reads the numbers without bounds: those in texts, which it accepts for them, have bounds as well. Without,
 * a text of a megabyte would keep a handler busy for many seconds, and {@code "1e999999999"} is an integer that no memory
 * holds.
 */
final class NumberTypes {
    private NumberTypes() {}

    /** Teaches JSON-B the bounds. */
    static void register(JsonbConfig config, NumberText bounds) {
        config.withDeserializers(new ToDecimal(bounds), new ToInteger(bounds), new ToNumber(bounds));
    }

    private static @Nullable BigDecimal decimal(JsonValue value, NumberText bounds) {
        if (value == JsonValue.NULL) {
            return null;
        }
        if (value instanceof JsonNumber number) {
            return number.bigDecimalValue();
        }
        if (value instanceof JsonString text) {
            return bounds.decimal(text.getString());
        }
        throw new IllegalArgumentException("no number");
    }

    // JSON-B takes the type from the class, so these can be neither lambdas nor one generic record.

    private record ToDecimal(NumberText bounds) implements JsonbDeserializer<BigDecimal> {
        @Override
        public @Nullable BigDecimal deserialize(JsonParser parser, DeserializationContext context, Type type) {
            return decimal(parser.getValue(), bounds);
        }
    }

    private record ToInteger(NumberText bounds) implements JsonbDeserializer<BigInteger> {
        @Override
        public @Nullable BigInteger deserialize(JsonParser parser, DeserializationContext context, Type type) {
            var decimal = decimal(parser.getValue(), bounds);
            return decimal == null ? null : decimal.toBigIntegerExact();
        }
    }

    /** Yasson asks it for all subtypes as well. */
    private record ToNumber(NumberText bounds) implements JsonbDeserializer<Number> {
        @Override
        public @Nullable Number deserialize(JsonParser parser, DeserializationContext context, Type type) {
            var decimal = decimal(parser.getValue(), bounds);
            return decimal == null ? null : exact(decimal, type);
        }

        private static Number exact(BigDecimal decimal, Type type) {
            if (type == Double.class) {
                return decimal.doubleValue();
            } else if (type == Float.class) {
                return decimal.floatValue();
            } else if (type == Long.class) {
                return decimal.longValueExact();
            } else if (type == Integer.class) {
                return decimal.intValueExact();
            } else if (type == Short.class) {
                return decimal.shortValueExact();
            } else if (type == Byte.class) {
                return decimal.byteValueExact();
            }
            return decimal;
        }
    }
}
