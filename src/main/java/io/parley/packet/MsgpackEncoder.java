package io.parley.packet;

import io.parley.kernel.Bytes;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes payloads and packets as MessagePack. Thread-safe. */
final class MsgpackEncoder implements Packet.Handler<EncodedPacket> {
    private final Binding binding;
    private final int maxDepth;

    MsgpackEncoder(Binding binding, int maxDepth) {
        this.binding = binding;
        this.maxDepth = maxDepth;
    }

    /** The payload of an event, or of an ack if there is no name. */
    MsgpackPayload array(@Nullable String eventName, List<?> arguments) {
        var data = write(out -> {
            int size = eventName == null ? 0 : 1;
            for (var argument : arguments) {
                size += argument instanceof Arguments several ? several.size() : 1;
            }
            out.arrayHeader(size);
            if (eventName != null) {
                out.string(EventName.emitted(eventName));
            }
            int index = 0;
            for (var argument : arguments) {
                argument(out, argument, index++);
            }
        });
        return new MsgpackPayload(eventName == null ? "" : eventName, eventName != null, data, binding);
    }

    private static void argument(MsgpackWriter out, @Nullable Object argument, int index) throws IOException {
        try {
            if (argument instanceof Arguments several) {
                for (var value : several.held()) {
                    out.value(value, 1);
                }
            } else {
                out.value(argument, 1);
            }
        } catch (IllegalArgumentException unwritable) {
            throw new IllegalArgumentException("argument " + index + ": " + unwritable.getMessage(), unwritable);
        }
    }

    /** The payload of a CONNECT or CONNECT_ERROR: one value. */
    MsgpackPayload value(@Nullable Object value) {
        return new MsgpackPayload("", false, write(out -> out.value(value, 0)), binding);
    }

    @Override
    public EncodedPacket connect(Packet.Connect packet) {
        var auth = packet.auth();
        return encoded(0, packet.namespace(), auth == null ? Bytes.empty() : single(auth), Packet.Event.NO_ACK);
    }

    @Override
    public EncodedPacket disconnect(Packet.Disconnect packet) {
        return encoded(1, packet.namespace(), Bytes.empty(), Packet.Event.NO_ACK);
    }

    @Override
    public EncodedPacket event(Packet.Event packet) {
        var payload = packet.payload() instanceof MsgpackPayload written
                ? written
                : array(packet.payload().name(), List.of(packet.payload().arguments()));
        return encoded(2, packet.namespace(), payload.data(), packet.ackId());
    }

    @Override
    public EncodedPacket ack(Packet.Ack packet) {
        var payload = packet.payload() instanceof MsgpackPayload written
                ? written
                : array(null, List.of(packet.payload().arguments()));
        return encoded(3, packet.namespace(), payload.data(), packet.ackId());
    }

    @Override
    public EncodedPacket connectError(Packet.ConnectError packet) {
        return encoded(4, packet.namespace(), single(packet.payload()), Packet.Event.NO_ACK);
    }

    private Bytes single(Payload payload) {
        if (payload instanceof MsgpackPayload written) {
            return written.data();
        }
        var held = payload.arguments().held();
        return held.isEmpty() ? Bytes.empty() : value(held.get(0)).data();
    }

    /** The data stands last, where it can be appended to. */
    private EncodedPacket encoded(int type, String namespace, Bytes data, long ackId) {
        return packet(out -> {
            out.mapHeader(2 + (ackId < 0 ? 0 : 1) + (data.size() == 0 ? 0 : 1));
            out.string("type");
            out.integer(type);
            out.string("nsp");
            out.string(namespace);
            if (ackId >= 0) {
                out.string("id");
                out.integer(ackId);
            }
            if (data.size() > 0) {
                out.string("data");
                out.raw(data, 0, data.size());
            }
        });
    }

    /** An event of our own writing, with one more argument. */
    EncodedPacket append(Bytes event, String argument) {
        var array = MsgpackReader.lastMemberArray(event);
        return packet(out -> {
            out.raw(event, 0, array.start());
            out.arrayHeader(array.size() + 1);
            out.raw(event, array.firstElement(), event.size() - array.firstElement());
            out.string(argument);
        });
    }

    private EncodedPacket packet(MsgpackWriter.Writing writing) {
        return new EncodedPacket(null, List.of(write(writing)));
    }

    private Bytes write(MsgpackWriter.Writing writing) {
        return MsgpackWriter.write(binding, maxDepth, writing);
    }
}
