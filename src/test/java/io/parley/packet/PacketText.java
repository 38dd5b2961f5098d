package io.parley.packet;

import io.parley.kernel.Bytes;
import java.math.BigDecimal;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A packet in the words of the test vectors. */
final class PacketText implements Packet.Handler<String> {
    private PacketText() {}

    static String of(Packet packet) {
        return packet.accept(new PacketText());
    }

    @Override
    public String connect(Packet.Connect packet) {
        return "connect " + packet.namespace() + (packet.auth() == null ? "" : arguments(packet.auth()));
    }

    @Override
    public String disconnect(Packet.Disconnect packet) {
        return "disconnect " + packet.namespace();
    }

    @Override
    public String event(Packet.Event packet) {
        var name = packet.payload().name();
        return "event " + packet.namespace() + " " + (packet.ackId() < 0 ? "-" : packet.ackId()) + " "
                + (name.isEmpty() ? "␀" : name) + arguments(packet.payload());
    }

    @Override
    public String ack(Packet.Ack packet) {
        return "ack " + packet.namespace() + " " + packet.ackId() + arguments(packet.payload());
    }

    @Override
    public String connectError(Packet.ConnectError packet) {
        return "connect_error " + packet.namespace() + arguments(packet.payload());
    }

    private static String arguments(Payload payload) {
        return payload.arguments().toList().stream()
                .map(value -> " " + value(value))
                .collect(Collectors.joining());
    }

    static String value(@Nullable Object value) {
        if (value instanceof String string) {
            return '"'
                    + string.replace("\\", "\\\\")
                            .replace("\"", "\\\"")
                            .replace("\n", "\\n")
                            .replace("\t", "\\t")
                    + '"';
        } else if (value instanceof BigDecimal decimal) {
            return "big:" + decimal;
        } else if (value instanceof byte[] bytes) {
            return "<" + HexFormat.of().formatHex(bytes) + ">";
        } else if (value instanceof List<?> list) {
            return list.stream().map(PacketText::value).collect(Collectors.joining(",", "[", "]"));
        } else if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .map(entry -> entry.getKey() + ":" + value(entry.getValue()))
                    .collect(Collectors.joining(",", "{", "}"));
        }
        return String.valueOf(value);
    }

    static Bytes bytes(String hexadecimal) {
        return Bytes.owned(HexFormat.of().parseHex(hexadecimal));
    }
}
