package io.parley.engine;

import io.parley.kernel.Bytes;
import io.parley.kernel.Limit;
import java.util.ArrayList;
import java.util.List;

/**
 * Packets joined by the record separator U+001E, binary as {@code b} and base64. Engine.IO protocol 4, "Packet encoding",
 * "HTTP long-polling".
 */
final class PayloadCodecV4 implements PayloadCodec {
    static final PayloadCodecV4 INSTANCE = new PayloadCodecV4();
    private static final char SEPARATOR = '\u001e';

    private PayloadCodecV4() {}

    @Override
    public Body encode(List<? extends EnginePacket> packets) {
        if (packets.size() == 1) {
            return new Body(false, Bytes.ofUtf8(text(packets.get(0))));
        }
        var body = new StringBuilder();
        for (var packet : packets) {
            if (!body.isEmpty()) {
                body.append(SEPARATOR);
            }
            body.append(text(packet));
        }
        return new Body(false, Bytes.ofUtf8(body.toString()));
    }

    @Override
    public List<EnginePacket> decode(String body, int most) {
        int end = body.indexOf(SEPARATOR);
        if (end < 0) {
            return List.of(Revision.V4.decode(body));
        }
        var packets = new ArrayList<EnginePacket>();
        int start = 0;
        while (end >= 0) {
            packets.add(Revision.V4.decode(body.substring(start, end)));
            if (packets.size() == most) {
                throw new EngineProtocolException("more than " + most + " packets in a payload", Limit.PAYLOAD_PACKETS);
            }
            start = end + 1;
            end = body.indexOf(SEPARATOR, start);
        }
        packets.add(Revision.V4.decode(body.substring(start)));
        return packets;
    }

    @Override
    public List<EnginePacket> decode(Bytes body, int most) {
        throw new EngineProtocolException("a binary payload");
    }

    private static String text(EnginePacket packet) {
        return packet instanceof BinaryPacket binary ? binary.text(Revision.V4) : ((TextPacket) packet).frame();
    }
}
