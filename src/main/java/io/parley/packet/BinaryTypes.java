package io.parley.packet;

import io.parley.kernel.Bytes;
import jakarta.json.bind.JsonbConfig;
import jakarta.json.bind.config.BinaryDataStrategy;
import jakarta.json.bind.serializer.DeserializationContext;
import jakarta.json.bind.serializer.JsonbDeserializer;
import jakarta.json.bind.serializer.JsonbSerializer;
import jakarta.json.bind.serializer.SerializationContext;
import jakarta.json.stream.JsonGenerator;
import jakarta.json.stream.JsonParser;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;

/** How JSON-B writes and reads the types that travel as attachments. */
final class BinaryTypes {
    private BinaryTypes() {}

    /**
     * Writes bytes as an object with one member, base64 text of the given name; reads them from base64 text.
     *
     * @param member the member's name
     */
    static void register(JsonbConfig config, String member) {
        config.withBinaryDataStrategy(BinaryDataStrategy.BASE_64)
                .withSerializers(new FromArray(member), new FromBuffer(member), new FromBytes(member))
                .withDeserializers(new ToBuffer(), new ToBytes());
    }

    private static void write(String member, Bytes bytes, JsonGenerator generator) {
        generator.writeStartObject().write(member, bytes.toBase64()).writeEnd();
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

    private record ToBuffer() implements JsonbDeserializer<ByteBuffer> {
        @Override
        public ByteBuffer deserialize(JsonParser parser, DeserializationContext context, Type type) {
            return Bytes.fromBase64(parser.getString()).asBuffer();
        }
    }

    private record ToBytes() implements JsonbDeserializer<Bytes> {
        @Override
        public Bytes deserialize(JsonParser parser, DeserializationContext context, Type type) {
            return Bytes.fromBase64(parser.getString());
        }
    }
}
