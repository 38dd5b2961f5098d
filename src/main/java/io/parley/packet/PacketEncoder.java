package io.parley.packet;

import io.parley.kernel.Bytes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes payloads and packets. Thread-safe. */
final class PacketEncoder implements Packet.Handler<EncodedPacket> {
    private final Binding binding;
    private final ParserLimits limits;

    PacketEncoder(Binding binding, ParserLimits limits) {
        this.binding = binding;
        this.limits = limits;
    }

    /** The payload of an event, or of an ack if there is no name. */
    WrittenPayload array(@Nullable String eventName, List<?> arguments) {
        if (eventName != null) {
            EventName.emitted(eventName);
        }
        var attempt = new Attempt(eventName, arguments, false);
        return attempt.isAmbiguous() ? new Attempt(eventName, arguments, true).payload() : attempt.payload();
    }

    /** The payload of a CONNECT or CONNECT_ERROR: one value, without attachments. */
    WrittenPayload value(@Nullable Object value) {
        var json = new ValueWriter(binding, limits.maxDepth(), bytes -> {
            throw new IllegalArgumentException("only events and acks have attachments");
        });
        json.value(value, 0);
        return new WrittenPayload("", false, json.text(), List.of(), binding);
    }

    @Override
    public EncodedPacket connect(Packet.Connect packet) {
        var auth = packet.auth();
        return encoded("0", packet.namespace(), auth == null ? "" : single(auth).json());
    }

    @Override
    public EncodedPacket disconnect(Packet.Disconnect packet) {
        return encoded("1", packet.namespace(), "");
    }

    @Override
    public EncodedPacket event(Packet.Event packet) {
        var payload = packet.payload() instanceof WrittenPayload written
                ? written
                : array(packet.payload().name(), List.of(packet.payload().arguments()));
        return encoded("2", "5", packet.namespace(), packet.ackId(), payload);
    }

    @Override
    public EncodedPacket ack(Packet.Ack packet) {
        var payload = packet.payload() instanceof WrittenPayload written
                ? written
                : array(null, List.of(packet.payload().arguments()));
        return encoded("3", "6", packet.namespace(), packet.ackId(), payload);
    }

    @Override
    public EncodedPacket connectError(Packet.ConnectError packet) {
        return encoded("4", packet.namespace(), single(packet.payload()).json());
    }

    private WrittenPayload single(Payload payload) {
        if (payload instanceof WrittenPayload written) {
            return written;
        }
        var held = payload.arguments().held();
        return held.isEmpty() ? new WrittenPayload("", false, "", List.of(), binding) : value(held.get(0));
    }

    private static EncodedPacket encoded(String type, String namespace, String json) {
        return new EncodedPacket(type + prefix(namespace) + json, List.of());
    }

    private static EncodedPacket encoded(
            String plain, String binary, String namespace, long ackId, WrittenPayload payload) {
        int attachments = payload.attachments().size();
        var type = attachments == 0 ? plain : binary + attachments + "-";
        var prefix = prefix(namespace);
        var json = payload.json();
        var text = ackId < 0 ? type + prefix + json : type + prefix + ackId + json;
        return new EncodedPacket(text, payload.attachments());
    }

    private static String prefix(String namespace) {
        return namespace.length() == 1 ? "" : namespace + ",";
    }

    /**
     * One attempt to write the array of an event or ack. Confined to one call.
     *
     * <p>An object that looks like a placeholder is data in a packet without attachments, but beside attachments
     * receivers would take it for one, and close the connection or deliver what was not meant. JSON has no way to
     * escape it, so it must be changed; whether it must, is known only at the end. Then a second attempt is made.
     */
    private final class Attempt {
        private final List<Bytes> attachments = new ArrayList<>(0);
        private final ValueWriter json = new ValueWriter(binding, limits.maxDepth(), this::placeholder);
        private final String eventName;
        private final boolean event;
        private char separator = '[';

        Attempt(@Nullable String eventName, List<?> arguments, boolean defuse) {
            this.event = eventName != null;
            this.eventName = eventName == null ? "" : eventName;
            if (defuse) {
                json.defusePlaceholders();
            }
            if (event) {
                element(this.eventName);
            }
            int index = 0;
            for (var argument : arguments) {
                argument(argument, index++);
            }
            json.raw(separator == '[' ? "[]" : "]");
        }

        private void argument(@Nullable Object argument, int index) {
            try {
                if (argument instanceof Arguments several) {
                    several.held().forEach(this::element);
                } else {
                    element(argument);
                }
            } catch (IllegalArgumentException unwritable) {
                throw new IllegalArgumentException("argument " + index + ": " + unwritable.getMessage(), unwritable);
            }
        }

        private void element(@Nullable Object value) {
            json.raw(separator == '[' ? "[" : ",");
            separator = ',';
            json.value(value, 1);
        }

        private String placeholder(Bytes bytes) {
            if (attachments.size() == limits.maxAttachments()) {
                throw new IllegalArgumentException("more than " + limits.maxAttachments() + " attachments");
            }
            attachments.add(bytes);
            return "{\"" + Placeholders.FLAG + "\":true,\"num\":" + (attachments.size() - 1) + "}";
        }

        boolean isAmbiguous() {
            return json.placeholderSeen() && !attachments.isEmpty();
        }

        WrittenPayload payload() {
            return new WrittenPayload(eventName, event, json.text(), List.copyOf(attachments), binding);
        }
    }
}
