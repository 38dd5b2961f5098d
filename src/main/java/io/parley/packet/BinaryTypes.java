package io.parley.packet;

import io.parley.kernel.Bytes;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.bind.JsonbConfig;
import jakarta.json.bind.serializer.DeserializationContext;
import jakarta.json.bind.serializer.JsonbDeserializer;
import jakarta.json.bind.serializer.JsonbSerializer;
import jakarta.json.bind.serializer.SerializationContext;
import jakarta.json.stream.JsonGenerator;
import jakarta.json.stream.JsonParser;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;

/**
 * How JSON-B writes and reads the types that travel as attachments, and members that may be of any type: bytes are an
 * object with one member, base64 text of a given name.
 */
final class BinaryTypes {
    private BinaryTypes() {}

    /**
     * Teaches JSON-B to write and to read bytes so. Into a member that is declared as bytes it also reads base64 text.
     *
     * @param member the member's name
     */
    static void register(JsonbConfig config, String member) {
        config.withSerializers(new FromArray(member), new FromBuffer(member), new FromBytes(member))
                .withDeserializers(new ToArray(member), new ToBuffer(member), new ToBytes(member), new ToAny(member));
    }

    /** The JSON of bytes. */
    static String json(String member, Bytes bytes) {
        return "{\"" + member + "\":\"" + bytes.toBase64() + "\"}";
    }

    private static void write(String member, Bytes bytes, JsonGenerator generator) {
        generator.writeStartObject().write(member, bytes.toBase64()).writeEnd();
    }

    private static @Nullable Bytes readNullable(String member, JsonValue value) {
        return value == JsonValue.NULL ? null : read(member, value);
    }

    private static Bytes read(String member, JsonValue value) {
        var text = value instanceof JsonObject object ? object.get(member) : value;
        if (text instanceof JsonString base64) {
            return Bytes.fromBase64(base64.getString());
        }
        throw new IllegalArgumentException("no bytes");
    }

    private static @Nullable Object any(String member, JsonValue value) {
        return switch (value.getValueType()) {
            case NULL -> null;
            case TRUE -> true;
            case FALSE -> false;
            case STRING -> ((JsonString) value).getString();
            case NUMBER -> NumberText.UNLIMITED.read(value.toString());
            case ARRAY -> list(member, value.asJsonArray());
            case OBJECT -> object(member, value.asJsonObject());
        };
    }

    private static Object list(String member, JsonArray array) {
        var list = new ArrayList<@Nullable Object>(array.size());
        array.forEach(element -> list.add(any(member, element)));
        return list;
    }

    private static Object object(String member, JsonObject object) {
        if (object.containsKey(member)) {
            return read(member, object).toArray();
        }
        var map = new LinkedHashMap<String, @Nullable Object>();
        object.forEach((name, value) -> map.put(name, any(member, value)));
        return map;
    }

    // JSON-B takes the type from the class, so these can be neither lambdas nor one generic record.

    private record FromArray(String member) implements JsonbSerializer<byte[]> {
        @Override
        public void serialize(byte[] array, JsonGenerator generator, SerializationContext context) {
            write(member, Bytes.copyOf(array), generator);
        }
    }

    private record FromBuffer(String member) implements JsonbSerializer<ByteBuffer> {
        @Override
        public void serialize(ByteBuffer buffer, JsonGenerator generator, SerializationContext context) {
            write(member, Bytes.copyOf(buffer), generator);
        }
    }

    private record FromBytes(String member) implements JsonbSerializer<Bytes> {
        @Override
        public void serialize(Bytes bytes, JsonGenerator generator, SerializationContext context) {
            write(member, bytes, generator);
        }
    }

    private record ToArray(String member) implements JsonbDeserializer<byte[]> {
        @Override
        public byte @Nullable [] deserialize(JsonParser parser, DeserializationContext context, Type type) {
            var bytes = readNullable(member, parser.getValue());
            return bytes == null ? null : bytes.toArray();
        }
    }

    private record ToBuffer(String member) implements JsonbDeserializer<ByteBuffer> {
        @Override
        public @Nullable ByteBuffer deserialize(JsonParser parser, DeserializationContext context, Type type) {
            var bytes = readNullable(member, parser.getValue());
            return bytes == null ? null : bytes.asBuffer();
        }
    }

    private record ToBytes(String member) implements JsonbDeserializer<Bytes> {
        @Override
        public @Nullable Bytes deserialize(JsonParser parser, DeserializationContext context, Type type) {
            return readNullable(member, parser.getValue());
        }
    }

    /** For members, elements and the like of which nothing is known but that they are objects. */
    private record ToAny(String member) implements JsonbDeserializer<Object> {
        @Override
        public @Nullable Object deserialize(JsonParser parser, DeserializationContext context, Type type) {
            return any(member, parser.getValue());
        }
    }
}
