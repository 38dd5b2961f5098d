package io.parley.packet;

import jakarta.json.spi.JsonProvider;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * JSON that is no packet: read as strictly as packets of clients and within the same limits, and written as one line. Thread-safe.
 */
public final class JsonText {
    private static final Pattern UNSAFE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]");
    private static final int MOST_DEPTH = 64;

    private final ValueReader reader;
    private final Binding binding;

    /**
     * Looks up the JSON library, with the context class loader of the calling thread; create one and keep it.
     *
     * @param limits of depth, keys and digits
     */
    public JsonText(ParserLimits limits) {
        var provider = JsonProvider.provider();
        this.reader = ValueReader.ofOthersText(provider, limits);
        this.binding = Binding.withoutDates(provider, limits);
    }

    /**
     * {@return the value: null, Boolean, String, a number, or an immutable {@link java.util.Map} or {@link java.util.List}
     * of such}
     *
     * @param json one value and nothing else
     * @throws InvalidPacketException if it is no JSON or exceeds a limit
     */
    public @Nullable Object read(String json) {
        return reader.read(json, 0, 0, ObjectRule.DATA);
    }

    /**
     * {@return the fields as one line of JSON} What could end a line or command a terminal is escaped: control and format
     * characters, other separators of lines, halves of surrogate pairs.
     *
     * @param fields texts, numbers, booleans, null, and maps and lists of such; in the order in which the map has them
     * @throws IllegalArgumentException if one cannot be written
     */
    public String write(Map<String, ?> fields) {
        var json = new ValueWriter(binding, MOST_DEPTH, bytes -> {
            throw new IllegalArgumentException("bytes in a line of text");
        });
        json.value(fields, 0);
        return UNSAFE.matcher(json.text()).replaceAll(found -> escaped(found.group()));
    }

    private static String escaped(String unsafe) {
        var escapes = new StringBuilder();
        unsafe.chars().forEach(c -> escapes.append(String.format("\\\\u%04x", c)));
        return escapes.toString();
    }
}
