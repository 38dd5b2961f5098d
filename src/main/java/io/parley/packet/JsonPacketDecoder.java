package io.parley.packet;

import io.parley.kernel.Bytes;
import io.parley.kernel.Limit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads the packets of one client. Confined to the serial executor of the client's session. */
final class JsonPacketDecoder implements PacketDecoder {
    /**
     * The longest text whose values are kept while its attachments are awaited. Of a longer one the text is kept, and read
     * again: a client can make values that take thirty times the memory of their text.
     */
    private static final int LONGEST_KEPT_AS_VALUES = 1_024;

    private final ValueReader reader;
    private final Binding binding;
    private final ParserLimits limits;
    private @Nullable Incomplete incomplete;

    JsonPacketDecoder(ValueReader reader, Binding binding, ParserLimits limits) {
        this.reader = reader;
        this.binding = binding;
        this.limits = limits;
    }

    @Override
    public @Nullable Packet text(String message) {
        return text(message, 0);
    }

    @Override
    public @Nullable Packet text(String message, int start) {
        if (incomplete != null) {
            incomplete = null;
            throw new InvalidPacketException("text instead of an attachment");
        }
        var header = Header.scan(message, start, limits);
        if (header.attachments() == 0) {
            return packet(header, message, ObjectRule.DATA);
        }
        var placeholders = new Placeholders(header.attachments());
        var packet = packet(header, message, placeholders); // an invalid one need not wait for its attachments
        placeholders.requireAll();
        Supplier<@Nullable Packet> kept = message.length() > LONGEST_KEPT_AS_VALUES
                ? () -> packet(header, message, new Placeholders(header.attachments()))
                : () -> packet;
        incomplete = new Incomplete(header.attachments(), kept, new ArrayList<>(header.attachments()));
        return null;
    }

    @Override
    public @Nullable Packet binary(Bytes message) {
        var waiting = incomplete;
        incomplete = null;
        if (waiting == null) {
            throw new InvalidPacketException("binary message without a packet");
        }
        if (waiting.size() + message.size() > limits.maxAttachmentBytes()) {
            throw new InvalidPacketException("attachments too large", Limit.ATTACHMENT_BYTES);
        }
        waiting.attachments.add(message);
        if (waiting.attachments.size() < waiting.announced) {
            incomplete = waiting;
            return null;
        }
        return filled(waiting.packet.get(), waiting.attachments);
    }

    @Override
    public boolean incomplete() {
        return incomplete != null;
    }

    private @Nullable Packet packet(Header header, String message, ObjectRule objects) {
        return switch (header.type()) {
            case CONNECT -> connect(header, message);
            case DISCONNECT -> disconnect(header, message);
            case EVENT, BINARY_EVENT -> event(header, message, objects);
            case ACK, BINARY_ACK -> ack(header, message, objects);
            case CONNECT_ERROR -> connectError(header, message);
        };
    }

    private Packet connect(Header header, String message) {
        if (header.isAll(message)) {
            return new Packet.Connect(header.namespace(), null);
        }
        require(message.charAt(header.end()) == '{');
        return new Packet.Connect(header.namespace(), new ReceivedPayload("", single(header, message)));
    }

    private static Packet disconnect(Header header, String message) {
        require(header.isAll(message));
        return new Packet.Disconnect(header.namespace());
    }

    private @Nullable Packet event(Header header, String message, ObjectRule objects) {
        if (header.isAll(message)) {
            return null;
        }
        var elements = array(header, message, objects);
        require(!elements.isEmpty());
        var name = EventName.received(elements.remove(0));
        var arguments = arguments(elements, header);
        return new Packet.Event(header.namespace(), header.ackId(), new ReceivedPayload(name, arguments));
    }

    private @Nullable Packet ack(Header header, String message, ObjectRule objects) {
        var arguments = header.isAll(message) ? Arguments.none() : arguments(array(header, message, objects), header);
        return header.ackId() < 0
                ? null
                : new Packet.Ack(header.namespace(), header.ackId(), new ReceivedPayload("", arguments));
    }

    private Packet connectError(Header header, String message) {
        var arguments = Arguments.none();
        if (!header.isAll(message)) {
            char first = message.charAt(header.end());
            require(first == '{' || first == '"');
            arguments = single(header, message);
        }
        return new Packet.ConnectError(header.namespace(), new ReceivedPayload("", arguments));
    }

    private Arguments single(Header header, String message) {
        var value = reader.read(message, header.end(), 0, ObjectRule.DATA);
        return arguments(Collections.singletonList(value), header);
    }

    private List<@Nullable Object> array(Header header, String message, ObjectRule objects) {
        require(message.charAt(header.end()) == '['); // also keeps blanks out, which JSON would allow
        return reader.readArray(message, header.end(), objects);
    }

    private @Nullable Packet filled(@Nullable Packet packet, List<Bytes> attachments) {
        if (packet instanceof Packet.Event event) {
            return new Packet.Event(event.namespace(), event.ackId(), filled(event.payload(), attachments));
        }
        return packet instanceof Packet.Ack ack
                ? new Packet.Ack(ack.namespace(), ack.ackId(), filled(ack.payload(), attachments))
                : null;
    }

    private Payload filled(Payload payload, List<Bytes> attachments) {
        var values = Placeholders.filled(payload.arguments().held(), attachments);
        return new ReceivedPayload(payload.name(), new Arguments(values, true, binding));
    }

    private Arguments arguments(List<?> values, Header header) {
        return new Arguments(values, header.attachments() > 0, binding);
    }

    private static void require(boolean valid) {
        if (!valid) {
            throw invalid();
        }
    }

    private static InvalidPacketException invalid() {
        return new InvalidPacketException("invalid payload");
    }

    /**
     * A packet whose attachments are still to come. Confined like its decoder.
     *
     * @param packet with placeholders where the attachments belong; null if it means nothing
     */
    private record Incomplete(int announced, Supplier<@Nullable Packet> packet, List<Bytes> attachments) {
        long size() {
            long size = 0;
            for (var attachment : attachments) {
                size += attachment.size();
            }
            return size;
        }
    }
}
