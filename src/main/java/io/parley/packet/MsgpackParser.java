package io.parley.packet;

import jakarta.json.spi.JsonProvider;
import java.util.List;
import java.util.Map;

/**
 * A parser that writes each packet as one MessagePack map {@code {type, nsp, data, id}} into one binary message, as
 * {@code socket.io-msgpack-parser} 3 does. For clients that were given that parser; others are disconnected.
 *
 * <p>Arguments may be what {@link JsonParser} takes. Bytes anywhere in them are written where they stand: there are no
 * attachments, and their number has no limit. {@link java.time.Instant} and {@link java.util.Date} anywhere in them
 * become JavaScript's {@code Date} (a {@code JsonbDateFormat} on one has no effect), NaN and the infinities stay what
 * they are, and a BigDecimal with a fraction becomes the nearest double. Half a surrogate pair becomes U+FFFD.
 *
 * <p>A client's {@code Date} is read as an {@link java.time.Instant}, its {@code ArrayBuffer} and typed arrays as
 * bytes, {@code undefined} as null, an extension of a type that the reference does not know as a list of the type and
 * the bytes, as the reference does. (The reference's client for browsers knows no typed arrays and sends them as objects:
 * give it an {@code ArrayBuffer}.) Of {@link ParserLimits}, {@code maxAttachmentBytes} bounds the bytes of all binary
 * values of one packet; the number of attachments and of digits mean nothing here.
 *
 * <p>Needs the library {@code org.msgpack:msgpack-core}, and is the only reason for it: servers without this parser do
 * without.
 */
public final class MsgpackParser implements Parser {
    private final ParserLimits limits;
    private final Binding binding;
    private final MsgpackEncoder encoder;

    /**
     * Looks up the JSON libraries, with the context class loader of the calling thread; create one and keep it.
     *
     * @param limits for all clients of this parser
     * @throws IllegalStateException if the library msgpack-core is missing
     */
    public MsgpackParser(ParserLimits limits) {
        this.limits = limits;
        this.binding = Binding.withDates(JsonProvider.provider(), limits);
        this.encoder = new MsgpackEncoder(binding, limits.maxDepth());
        try {
            encoder.array(null, List.of());
        } catch (NoClassDefFoundError missing) {
            throw new IllegalStateException("MsgpackParser needs the library org.msgpack:msgpack-core", missing);
        }
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

    @Override
    public EncodedPacket append(EncodedPacket event, String argument) {
        return encoder.append(event.attachments().get(0), argument).withCompress(event.compress());
    }

    @Override
    public PacketDecoder decoder() {
        return new MsgpackPacketDecoder(binding, limits);
    }
}
