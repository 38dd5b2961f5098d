package io.parley.engine;

import io.parley.kernel.Bytes;
import io.parley.kernel.Limit;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Packets with their lengths in front. Engine.IO protocol 3, "Payload". A body of text has {@code length:packet}, where the
 * length counts UTF-16 units, as in JavaScript. A binary body has a byte that tells text (0) from binary (1), the digits
 * of the length in bytes, each digit a byte, 255, and the packet; it is written when there is something binary to send
 * and the client can take it.
 */
final class PayloadCodecV3 implements PayloadCodec {
    private static final int TEXT = 0;
    private static final int BINARY = 1;
    private static final int END_OF_LENGTH = 255;
    private static final int MOST_DIGITS = 9;

    private final boolean textOnly;

    PayloadCodecV3(boolean textOnly) {
        this.textOnly = textOnly;
    }

    @Override
    public Body encode(List<? extends EnginePacket> packets) {
        boolean binary = !textOnly && packets.stream().anyMatch(BinaryPacket.class::isInstance);
        return binary ? binary(packets) : text(packets);
    }

    private static Body text(List<? extends EnginePacket> packets) {
        var body = new StringBuilder();
        for (var packet : packets) {
            var text = packet instanceof BinaryPacket binary ? binary.text(Revision.V3) : ((TextPacket) packet).frame();
            body.append(text.length()).append(':').append(text);
        }
        return new Body(false, Bytes.ofUtf8(body.toString()));
    }

    private static Body binary(List<? extends EnginePacket> packets) {
        var body = new ByteArrayOutputStream();
        for (var packet : packets) {
            if (packet instanceof BinaryPacket binary) {
                append(body, BINARY, binary.frame(Revision.V3).toArray());
            } else {
                append(body, TEXT, ((TextPacket) packet).frame().getBytes(StandardCharsets.UTF_8));
            }
        }
        return new Body(true, Bytes.owned(body.toByteArray()));
    }

    private static void append(ByteArrayOutputStream body, int kind, byte[] packet) {
        body.write(kind);
        Integer.toString(packet.length).chars().forEach(digit -> body.write(digit - '0'));
        body.write(END_OF_LENGTH);
        body.writeBytes(packet);
    }

    @Override
    public List<EnginePacket> decode(String body, int most) {
        if (body.isEmpty()) {
            throw new EngineProtocolException("an empty payload");
        }
        var packets = new ArrayList<EnginePacket>();
        int at = 0;
        while (at < body.length()) {
            int length = 0;
            int start = at;
            while (at < body.length() && body.charAt(at) != ':') {
                length = append(length, body.charAt(at) - '0', at - start);
                at++;
            }
            if (at == start || at == body.length() || length > body.length() - at - 1) {
                throw new EngineProtocolException("a wrong length in a payload");
            }
            at += 1 + length;
            if (length > 0) {
                requireRoom(packets, most);
                packets.add(Revision.V3.decode(body.substring(at - length, at)));
            }
        }
        return packets;
    }

    @Override
    public List<EnginePacket> decode(Bytes body, int most) {
        var in = body.asBuffer();
        var packets = new ArrayList<EnginePacket>();
        while (in.hasRemaining()) {
            requireRoom(packets, most);
            int kind = in.get();
            var packet = new byte[length(in)];
            in.get(packet);
            packets.add(
                    switch (kind) {
                        case TEXT -> Revision.V3.decode(new String(packet, StandardCharsets.UTF_8));
                        case BINARY -> Revision.V3.decode(Bytes.owned(packet));
                        default -> throw new EngineProtocolException("neither text nor binary");
                    });
        }
        return packets;
    }

    /** Reads a length and the 255 behind it; no more than what remains. */
    private static int length(ByteBuffer in) {
        int length = 0;
        int digits = 0;
        while (in.hasRemaining()) {
            int next = in.get() & 0xff;
            if (next == END_OF_LENGTH && digits > 0 && length <= in.remaining()) {
                return length;
            }
            length = append(length, next, digits++);
        }
        throw new EngineProtocolException("a wrong length in a payload");
    }

    private static int append(int length, int digit, int digitsBefore) {
        if (digit < 0 || digit > 9 || digitsBefore >= MOST_DIGITS) {
            throw new EngineProtocolException("a wrong length in a payload");
        }
        return length * 10 + digit;
    }

    private static void requireRoom(List<EnginePacket> packets, int most) {
        if (packets.size() >= most) {
            throw new EngineProtocolException("more than " + most + " packets in a payload", Limit.PAYLOAD_PACKETS);
        }
    }
}
