package io.parley.packet;

import jakarta.json.spi.JsonProvider;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON that is no packet as strictly as packets of clients, and within the same limits. Thread-safe.
 */
public final class JsonText {
    private final ValueReader reader;

    /**
     * Looks up the JSON library, with the context class loader of the calling thread; create one and keep it.
     *
     * @param limits of depth, keys and digits
     */
    public JsonText(ParserLimits limits) {
        this.reader = ValueReader.ofOthersText(JsonProvider.provider(), limits);
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
}
