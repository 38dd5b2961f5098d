package io.parley.packet;

import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonBuilderFactory;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import jakarta.json.JsonReaderFactory;
import jakarta.json.JsonWriter;
import jakarta.json.JsonWriterFactory;
import jakarta.json.spi.JsonProvider;
import jakarta.json.stream.JsonGenerationException;
import jakarta.json.stream.JsonGenerator;
import jakarta.json.stream.JsonGeneratorFactory;
import jakarta.json.stream.JsonParser;
import jakarta.json.stream.JsonParserFactory;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Reader;
import java.io.Writer;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A JSON library for JSON-B to use. Its parsers refuse to give a number as an {@code int} or {@code long} that is none;
 * all others cut it, and so would JSON-B, silently. Its generators can be closed in the middle, as JSON-B does when a
 * getter fails; others complain, and JSON-B would write that to the log as if it were a second failure. Thread-safe.
 */
final class StrictJson extends JsonProvider {
    private final JsonProvider library;

    StrictJson(JsonProvider library) {
        this.library = library;
    }

    /** Not a class with all the methods of a parser: of those only two matter. */
    private static JsonParser exact(JsonParser parser) {
        return like(JsonParser.class, (proxy, method, arguments) -> switch (method.getName()) {
            case "getInt" -> parser.getBigDecimal().intValueExact();
            case "getLong" -> parser.getBigDecimal().longValueExact();
            default -> call(parser, method, arguments);
        });
    }

    private static JsonGenerator closeable(JsonGenerator generator) {
        return like(JsonGenerator.class, (proxy, method, arguments) -> {
            try {
                return call(generator, method, arguments);
            } catch (JsonGenerationException incomplete) {
                if (method.getName().equals("close")) {
                    return null;
                }
                throw incomplete;
            }
        });
    }

    private static <T> T like(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(StrictJson.class.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static @Nullable Object call(Object target, Method method, @Nullable Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException thrown) {
            throw thrown.getCause();
        }
    }

    @Override
    public JsonParser createParser(Reader reader) {
        return exact(library.createParser(reader));
    }

    @Override
    public JsonParser createParser(InputStream in) {
        return exact(library.createParser(in));
    }

    @Override
    public JsonParserFactory createParserFactory(Map<String, ?> config) {
        return library.createParserFactory(config);
    }

    @Override
    public JsonGenerator createGenerator(Writer writer) {
        return closeable(library.createGenerator(writer));
    }

    @Override
    public JsonGenerator createGenerator(OutputStream out) {
        return closeable(library.createGenerator(out));
    }

    @Override
    public JsonGeneratorFactory createGeneratorFactory(Map<String, ?> config) {
        return library.createGeneratorFactory(config);
    }

    @Override
    public JsonReader createReader(Reader reader) {
        return library.createReader(reader);
    }

    @Override
    public JsonReader createReader(InputStream in) {
        return library.createReader(in);
    }

    @Override
    public JsonReaderFactory createReaderFactory(Map<String, ?> config) {
        return library.createReaderFactory(config);
    }

    @Override
    public JsonWriter createWriter(Writer writer) {
        return library.createWriter(writer);
    }

    @Override
    public JsonWriter createWriter(OutputStream out) {
        return library.createWriter(out);
    }

    @Override
    public JsonWriterFactory createWriterFactory(Map<String, ?> config) {
        return library.createWriterFactory(config);
    }

    @Override
    public JsonObjectBuilder createObjectBuilder() {
        return library.createObjectBuilder();
    }

    @Override
    public JsonObjectBuilder createObjectBuilder(JsonObject object) {
        return library.createObjectBuilder(object);
    }

    @Override
    public JsonArrayBuilder createArrayBuilder() {
        return library.createArrayBuilder();
    }

    @Override
    public JsonArrayBuilder createArrayBuilder(JsonArray array) {
        return library.createArrayBuilder(array);
    }

    @Override
    public JsonBuilderFactory createBuilderFactory(Map<String, ?> config) {
        return library.createBuilderFactory(config);
    }
}
