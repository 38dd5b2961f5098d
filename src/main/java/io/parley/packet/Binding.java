package io.parley.packet;

import io.parley.kernel.Bytes;
import io.parley.kernel.IdGenerator;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbConfig;
import jakarta.json.bind.spi.JsonbProvider;
import jakarta.json.spi.JsonProvider;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Turns the application's own types (records, beans, enums, dates) into plain values and back, by JSON-B. Thread-safe.
 *
 * <p>JSON-B is set up when first needed, for it takes half a millisecond. It knows no attachments, and no dates but as
 * text, so it writes each as an object with one member whose name is a secret of this binding: nothing that a client
 * sent, and the application passes on inside a bean, can pretend to be one. It reads attachments from the same, and dates
 * from text.
 */
final class Binding {
    private final JsonbProvider jsonbProvider = JsonbProvider.provider();
    private final AtomicReference<@Nullable Jsonb> jsonb = new AtomicReference<>();
    private final String secret = IdGenerator.secure().next();
    private final String attachment = "attachment:" + secret;
    private final String date = "date:" + secret;
    private final boolean dates;
    private final JsonProvider jsonProvider;
    private final ValueReader ownText;
    private final int maxDepth;
    private final NumberText numbers;

    private Binding(JsonProvider jsonProvider, ParserLimits limits, boolean dates) {
        this.dates = dates;
        this.jsonProvider = jsonProvider;
        this.maxDepth = limits.maxDepth();
        this.numbers = NumberText.within(limits);
        this.ownText = new ValueReader(
                jsonProvider.createParserFactory(Map.of()), maxDepth, Integer.MAX_VALUE, NumberText.UNLIMITED);
    }

    /** One for {@link Arguments} that no parser made. */
    static Binding standard() {
        return withoutDates(JsonProvider.provider(), ParserLimits.defaults());
    }

    /** One that makes text of dates, in the format that JSON-B's annotations ask for. */
    static Binding withoutDates(JsonProvider jsonProvider, ParserLimits limits) {
        return new Binding(jsonProvider, limits, false);
    }

    /** One that leaves {@link Instant} and {@link java.util.Date} as instants, of milliseconds. */
    static Binding withDates(JsonProvider jsonProvider, ParserLimits limits) {
        return new Binding(jsonProvider, limits, true);
    }

    /** Reads JSON that this parser wrote: no limit but the depth. */
    ValueReader ownText() {
        return ownText;
    }

    /**
     * The plain values that JSON-B makes of an object, with {@link Bytes} for attachments and {@link Instant} for dates.
     *
     * @param depth in how many arrays and objects it stands already
     * @throws IllegalArgumentException if JSON-B cannot write it, or it is nested too deep
     */
    @Nullable
    Object plain(Object bean, int depth) {
        String json;
        try {
            json = jsonb().toJson(bean);
        } catch (RuntimeException | StackOverflowError failure) { // the application's getters run in there
            throw new IllegalArgumentException("JSON-B cannot write " + nameOf(bean.getClass()), failure);
        }
        try {
            return ownText.read(json, 0, depth, this::attachmentDateOrData);
        } catch (InvalidPacketException invalid) {
            throw new IllegalArgumentException(nameOf(bean.getClass()) + ": " + invalid.getMessage());
        }
    }

    /** The name of a type, with what is the reason most often why JSON-B fails on it. */
    static String nameOf(Class<?> type) {
        boolean usable = Modifier.isPublic(type.getModifiers()) || type.isEnum();
        return type.getTypeName() + (usable ? "" : ", which is not public");
    }

    private Object attachmentDateOrData(Map<String, @Nullable Object> members) {
        if (members.get(attachment) instanceof String base64) {
            return Bytes.fromBase64(base64);
        }
        return members.get(date) instanceof Long milliseconds
                ? Instant.ofEpochMilli(milliseconds)
                : Collections.unmodifiableMap(members);
    }

    /**
     * An object of the type, made by JSON-B of plain values.
     *
     * @throws RuntimeException whatever JSON-B or the type's own code throws if the value does not fit
     */
    Object object(Object plain, Type type) {
        var json = new ValueWriter(this, maxDepth, bytes -> BinaryTypes.json(attachment, bytes));
        json.value(plain, 0);
        return jsonb().fromJson(json.text(), type);
    }

    private Jsonb jsonb() {
        var existing = jsonb.get();
        if (existing != null) {
            return existing;
        }
        var created = create();
        var winner = jsonb.compareAndExchange(null, created); // two threads may create one; all use the same
        return winner == null ? created : winner;
    }

    private Jsonb create() {
        var config = new JsonbConfig();
        BinaryTypes.register(config, attachment);
        NumberTypes.register(config, numbers);
        if (dates) {
            DateTypes.register(config, date);
        }
        return jsonbProvider
                .create()
                .withConfig(config)
                .withProvider(new StrictJson(jsonProvider))
                .build();
    }
}
