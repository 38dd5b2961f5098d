package io.parley.packet;

import jakarta.json.bind.JsonbConfig;
import jakarta.json.bind.serializer.JsonbSerializer;
import jakarta.json.bind.serializer.SerializationContext;
import jakarta.json.stream.JsonGenerator;
import java.time.Instant;
import java.util.Date;

/** The types that travel as dates, and how JSON-B writes them if the parser has dates. It reads them from text always. */
final class DateTypes {
    private DateTypes() {}

    /** The moment that the date stands for, also if it is one of SQL, which refuses to tell. */
    @SuppressWarnings("JavaUtilDate") // applications have them
    static Instant instantOf(Date date) {
        return Instant.ofEpochMilli(date.getTime());
    }

    /**
     * Writes instants and dates as an object with one member, milliseconds of the given name.
     *
     * @param member the member's name
     */
    static void register(JsonbConfig config, String member) {
        config.withSerializers(new FromInstant(member), new FromDate(member));
    }

    private static void write(String member, long milliseconds, JsonGenerator generator) {
        generator.writeStartObject().write(member, milliseconds).writeEnd();
    }

    // JSON-B takes the type from the class, so these can be neither lambdas nor one generic record.

    private record FromInstant(String member) implements JsonbSerializer<Instant> {
        @Override
        public void serialize(Instant instant, JsonGenerator generator, SerializationContext context) {
            write(member, instant.toEpochMilli(), generator);
        }
    }

    private record FromDate(String member) implements JsonbSerializer<Date> {
        @Override
        public void serialize(Date date, JsonGenerator generator, SerializationContext context) {
            write(member, instantOf(date).toEpochMilli(), generator);
        }
    }
}
