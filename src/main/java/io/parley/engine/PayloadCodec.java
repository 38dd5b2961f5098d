package io.parley.engine;

import io.parley.kernel.Bytes;
import java.util.ArrayList;
import java.util.List;

/**
 * Many packets as one polling body: joined by the record separator U+001E, binary as {@code b} and base64. Engine.IO
 * protocol 4, "Packet encoding", "HTTP long-polling".
 */
public final class PayloadCodec {
    private static final char SEPARATOR = '\u001e';

    private PayloadCodec() {}

    public static String encode(List<? extends EnginePacket> packets) {
        if (packets.size() == 1) {
            return encode(packets.get(0));
        }
        var body = new StringBuilder();
        for (var packet : packets) {
            if (!body.isEmpty()) {
                body.append(SEPARATOR);
            }
            body.append(encode(packet));
        }
        return body.toString();
    }

    /**
     * Reads a body.
     *
     * @throws EngineProtocolException at the first packet that is none; nothing of the body is returned then
     */
    public static List<EnginePacket> decode(String body) {
        int end = body.indexOf(SEPARATOR);
        if (end < 0) {
            return List.of(packet(body));
        }
        var packets = new ArrayList<EnginePacket>();
        int start = 0;
        while (end >= 0) {
            packets.add(packet(body.substring(start, end)));
            start = end + 1;
            end = body.indexOf(SEPARATOR, start);
        }
        packets.add(packet(body.substring(start)));
        return packets;
    }

    private static String encode(EnginePacket packet) {
        return packet instanceof BinaryPacket binary
                ? "b".concat(binary.data().toBase64())
                : ((TextPacket) packet).frame();
    }

    private static EnginePacket packet(String text) {
        if (text.isEmpty() || text.charAt(0) != 'b') {
            return TextPacket.decode(text);
        }
        try {
            return new BinaryPacket(Bytes.fromBase64(text.substring(1)));
        } catch (IllegalArgumentException malformed) {
            throw new EngineProtocolException("malformed base64");
        }
    }
}
