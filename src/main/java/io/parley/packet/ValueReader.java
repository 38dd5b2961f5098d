package io.parley.packet;

import io.parley.kernel.Limit;
import jakarta.json.spi.JsonProvider;
import jakarta.json.stream.JsonParser.Event;
import jakarta.json.stream.JsonParserFactory;
import java.io.Reader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON text into immutable Java values in one pass, without a JSON tree between: String, Boolean, null,
 * {@linkplain NumberText numbers}, ordered {@link Map}, {@link List}. Of members of the same name the last one counts.
 * Thread-safe.
 */
final class ValueReader {
    private final JsonParserFactory parsers;
    private final int maxDepth;
    private final int maxKeys;
    private final NumberText numbers;

    /** One for what others write. */
    static ValueReader ofOthersText(JsonProvider provider, ParserLimits limits) {
        // Beyond our own limits by one, so that ours speak first; other libraries than Parsson ignore these.
        var parsers = provider.createParserFactory(Map.of(
                "org.eclipse.parsson.maxDepth", limits.maxDepth() + 2,
                "org.eclipse.parsson.maxBigDecimalLength", limits.maxNumberDigits() + 8));
        return new ValueReader(parsers, limits.maxDepth(), limits.maxKeys(), NumberText.within(limits));
    }

    /** @param maxKeys members of all objects of a text together */
    ValueReader(JsonParserFactory parsers, int maxDepth, int maxKeys, NumberText numbers) {
        this.parsers = parsers;
        this.maxDepth = maxDepth;
        this.maxKeys = maxKeys;
        this.numbers = numbers;
    }

    /**
     * The one value of a JSON text.
     *
     * @param start where the text begins
     * @param depth in how many arrays and objects it stands already
     * @param objects what its objects stand for
     * @throws InvalidPacketException if the text is not JSON or exceeds a limit
     */
    @Nullable
    Object read(String json, int start, int depth, ObjectRule objects) {
        return read(json, start, objects, pass -> pass.value(pass.parser.next(), depth));
    }

    /**
     * The elements of a JSON text that begins as an array does, in a list that is the caller's own.
     *
     * @param start where the text begins
     * @param objects what its objects stand for
     * @throws InvalidPacketException if the text is not JSON or exceeds a limit
     */
    List<@Nullable Object> readArray(String json, int start, ObjectRule objects) {
        return read(json, start, objects, Pass::wholeArray);
    }

    private <T extends @Nullable Object> T read(String json, int start, ObjectRule objects, Function<Pass, T> content) {
        var parser = parsers.createParser(new Rest(json, start));
        try {
            var value = content.apply(new Pass(parser, objects));
            if (parser.hasNext()) {
                throw new InvalidPacketException("more than one JSON value");
            }
            return value;
        } catch (InvalidPacketException invalid) {
            throw invalid;
        } catch (RuntimeException notJson) { // JSON libraries throw more than their JsonException
            throw new InvalidPacketException("not JSON");
        } finally {
            parser.close();
        }
    }

    /** One pass over one text. Confined to one call. */
    private final class Pass {
        private final jakarta.json.stream.JsonParser parser;
        private final ObjectRule objects;
        private int keys;

        Pass(jakarta.json.stream.JsonParser parser, ObjectRule objects) {
            this.parser = parser;
            this.objects = objects;
        }

        @Nullable
        Object value(Event event, int depth) {
            return switch (event) {
                case VALUE_STRING -> parser.getString();
                case VALUE_NUMBER -> numbers.read(parser.getString());
                case VALUE_TRUE -> true;
                case VALUE_FALSE -> false;
                case VALUE_NULL -> null;
                case START_ARRAY -> Collections.unmodifiableList(array(deeper(depth)));
                case START_OBJECT -> objects.valueOf(members(deeper(depth)));
                case KEY_NAME, END_ARRAY, END_OBJECT -> throw new InvalidPacketException("not JSON");
            };
        }

        private List<@Nullable Object> array(int depth) {
            var elements = new ArrayList<@Nullable Object>(4);
            for (var event = parser.next(); event != Event.END_ARRAY; event = parser.next()) {
                elements.add(value(event, depth));
            }
            return elements;
        }

        List<@Nullable Object> wholeArray() {
            parser.next();
            return array(deeper(0));
        }

        private Map<String, @Nullable Object> members(int depth) {
            var members = new LinkedHashMap<String, @Nullable Object>();
            while (parser.next() != Event.END_OBJECT) {
                keys++;
                if (keys > maxKeys) {
                    throw new InvalidPacketException("too many keys", Limit.KEYS);
                }
                String name = parser.getString();
                members.put(name, value(parser.next(), depth));
            }
            return members;
        }

        private int deeper(int depth) {
            if (depth >= maxDepth) {
                throw new InvalidPacketException("nested deeper than " + maxDepth, Limit.DEPTH);
            }
            return depth + 1;
        }
    }

    /** The end of a text. Takes no lock, as a StringReader does for each call. Confined to one call. */
    private static final class Rest extends Reader {
        private final String text;
        private int at;

        Rest(String text, int start) {
            this.text = text;
            this.at = start;
        }

        @Override
        public int read(char[] buffer, int offset, int length) {
            if (at == text.length()) {
                return -1;
            }
            int count = Math.min(length, text.length() - at);
            text.getChars(at, at + count, buffer, offset);
            at += count;
            return count;
        }

        @Override
        public void close() {}
    }
}
