package io.parley.packet;

import jakarta.json.spi.JsonProvider;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The default parser: JSON text, with bytes as attachments beside it. Understood by every Socket.IO client.
 *
 * <p>Arguments may be null, Boolean, String and other character sequences, numbers (NaN and the infinities become
 * null), maps, collections, arrays, {@link Arguments}, and whatever JSON-B can write: public records and beans, enums,
 * dates, Optional. {@code byte[]}, {@link java.nio.ByteBuffer} and {@link io.parley.kernel.Bytes} anywhere in them
 * become attachments. (Inside a bean JSON-B's rules hold; it refuses NaN.)
 *
 * <p>In a packet with attachments, a member {@code "_placeholder"} of the application's own objects is sent as false:
 * receivers would take such an object for a reference to an attachment, and JSON has no way to say that it is none.
 */
public final class JsonParser implements Parser {
    private final ParserLimits limits;
    private final Binding binding;
    private final PacketEncoder encoder;
    private final ValueReader clientText;

    /**
     * Looks up the JSON libraries, with the context class loader of the calling thread; create one and keep it.
     *
     * @param limits for all clients of this parser
     */
    public JsonParser(ParserLimits limits) {
        var provider = JsonProvider.provider();
        this.limits = limits;
        this.binding = Binding.withoutDates(provider, limits);
        this.encoder = new PacketEncoder(binding, limits);
        this.clientText = ValueReader.ofOthersText(provider, limits);
    }

    @Override
    public EncodedPacket encode(Packet packet) {
        return packet.accept(encoder);
    }

    @Override
    public Payload payload(String eventName, List<?> arguments) {
        return encoder.array(eventName, arguments);
    }

    @Override
    public Payload payload(List<?> arguments) {
        return encoder.array(null, arguments);
    }

    @Override
    public Payload object(Map<String, ?> fields) {
        return encoder.value(fields);
    }

    /** The arguments of an event are an array that is not empty and ends the text. */
    @Override
    public EncodedPacket append(EncodedPacket event, String argument) {
        var text = Objects.requireNonNull(event.text(), "of another parser");
        var appended = text.substring(0, text.length() - 1) + ",\"" + argument + "\"]";
        return new EncodedPacket(appended, event.attachments(), event.compress());
    }

    @Override
    public PacketDecoder decoder() {
        return new JsonPacketDecoder(clientText, binding, limits);
    }
}
