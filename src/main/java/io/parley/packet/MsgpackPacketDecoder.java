package io.parley.packet;

import io.parley.kernel.Bytes;
import io.parley.kernel.Limit;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads packets of which each is one binary message. Has no state.
 *
 * <p>Laxer than the reference in one thing: nil is as good as nothing for {@code data} and {@code id}, since libraries
 * in languages without {@code undefined} send it. Stricter: a namespace, an event name and an ack id must be what
 * the {@linkplain JsonPacketDecoder other parser} takes for one.
 */
final class MsgpackPacketDecoder implements PacketDecoder {
    private static final Header.Type[] TYPES = Header.Type.values();

    private final Binding binding;
    private final ParserLimits limits;

    MsgpackPacketDecoder(Binding binding, ParserLimits limits) {
        this.binding = binding;
        this.limits = limits;
    }

    @Override
    public @Nullable Packet text(String message) {
        throw new InvalidPacketException("text instead of MessagePack");
    }

    @Override
    public @Nullable Packet binary(Bytes message) {
        var reader = new MsgpackReader(message, limits.maxDepth(), limits.maxKeys(), limits.maxAttachmentBytes());
        if (!(reader.read(-1) instanceof Map<?, ?> members)) {
            throw new InvalidPacketException("no packet");
        }
        var namespace = namespace(members.get("nsp"));
        long ackId = ackId(members.get("id"));
        var data = members.get("data");
        return switch (type(members.get("type"))) {
            case CONNECT -> new Packet.Connect(namespace, data == null ? null : object(data));
            case DISCONNECT -> disconnect(namespace, data);
            case EVENT -> event(namespace, ackId, array(data));
            case ACK -> ack(namespace, ackId, array(data));
            case CONNECT_ERROR ->
                new Packet.ConnectError(namespace, data instanceof String ? single(data) : object(data));
            case BINARY_EVENT, BINARY_ACK -> throw unknownType();
        };
    }

    @Override
    public boolean incomplete() {
        return false;
    }

    private static Header.Type type(@Nullable Object number) {
        if (number instanceof Long type && type >= 0 && type < TYPES.length) {
            return TYPES[type.intValue()];
        }
        throw unknownType();
    }

    private static InvalidPacketException unknownType() {
        return new InvalidPacketException("unknown packet type");
    }

    private String namespace(@Nullable Object name) {
        if (!(name instanceof String namespace) || !namespace.startsWith("/") || namespace.indexOf(',') >= 0) {
            throw new InvalidPacketException("invalid namespace");
        }
        if (namespace.length() > limits.maxNamespaceLength()) {
            throw new InvalidPacketException("namespace too long", Limit.NAMESPACE_LENGTH);
        }
        return namespace;
    }

    private static long ackId(@Nullable Object id) {
        if (id == null) {
            return Packet.Event.NO_ACK;
        }
        if (id instanceof Long number && number >= 0) {
            return number;
        }
        throw new InvalidPacketException("invalid ack id");
    }

    private static Packet disconnect(String namespace, @Nullable Object data) {
        if (data != null) {
            throw invalid();
        }
        return new Packet.Disconnect(namespace);
    }

    private Packet event(String namespace, long ackId, List<?> elements) {
        if (elements.isEmpty()) {
            throw invalid();
        }
        var name = EventName.received(elements.get(0));
        return new Packet.Event(namespace, ackId, payload(name, elements.subList(1, elements.size())));
    }

    private @Nullable Packet ack(String namespace, long ackId, List<?> elements) {
        return ackId < 0 ? null : new Packet.Ack(namespace, ackId, payload("", elements));
    }

    private Payload object(@Nullable Object data) {
        if (data instanceof Map<?, ?>) {
            return single(data);
        }
        throw invalid();
    }

    private static List<?> array(@Nullable Object data) {
        if (data instanceof List<?> elements) {
            return elements;
        }
        throw invalid();
    }

    private Payload single(Object value) {
        return payload("", Collections.singletonList(value));
    }

    private Payload payload(String name, List<?> values) {
        return new ReceivedPayload(name, new Arguments(values, true, binding));
    }

    private static InvalidPacketException invalid() {
        return new InvalidPacketException("invalid payload");
    }
}
