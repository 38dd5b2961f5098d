package io.parley.engine;

import io.parley.kernel.Bytes;
import java.util.Optional;

/**
 * A revision of the Engine.IO protocol; the client names one in its first request, and it holds for the session.
 *
 * <p>They differ in who pings, and in how payloads and binary packets are written. A text packet is the same in both.
 */
public enum Revision {
    /** Spoken by Socket.IO clients 1 and 2, if {@link EngineOptions.Builder#allowEIO3} lets them. */
    V3(3),
    /** Spoken by Socket.IO clients 3 and 4. */
    V4(4);

    /** In revision 3 the type of a binary packet is a byte, not a digit. */
    private static final int MESSAGE = 4;

    private final int number;

    Revision(int number) {
        this.number = number;
    }

    /**
     * {@return the revision of that number, if it is one}
     *
     * @param parameter the value of {@code EIO} in the query
     */
    public static Optional<Revision> of(String parameter) {
        return switch (parameter) {
            case "3" -> Optional.of(V3);
            case "4" -> Optional.of(V4);
            default -> Optional.empty();
        };
    }

    /** {@return 3 or 4} */
    public int number() {
        return number;
    }

    /**
     * {@return the packet that a text stands for: a text packet, or a binary one in base64}
     *
     * @param text a text frame of a WebSocket, or one text packet of a payload
     * @throws EngineProtocolException if it is no packet of this revision
     */
    public EnginePacket decode(String text) {
        if (text.isEmpty() || text.charAt(0) != 'b') {
            return TextPacket.decode(text);
        }
        int start = 1;
        if (this == V3) {
            if (text.length() == 1 || text.charAt(1) - '0' != MESSAGE) {
                throw new EngineProtocolException("only messages are binary");
            }
            start = 2;
        }
        try {
            return new BinaryPacket(Bytes.fromBase64(text.substring(start)));
        } catch (IllegalArgumentException malformed) {
            throw new EngineProtocolException("malformed base64");
        }
    }

    /**
     * {@return the packet that bytes stand for}
     *
     * @param frame a binary frame of a WebSocket, or one binary packet of a payload
     * @throws EngineProtocolException if it is no packet of this revision
     */
    public BinaryPacket decode(Bytes frame) {
        if (this == V4) {
            return new BinaryPacket(frame);
        }
        var data = frame.asBuffer();
        if (!data.hasRemaining() || data.get() != MESSAGE) {
            throw new EngineProtocolException("only messages are binary");
        }
        return new BinaryPacket(Bytes.copyOf(data));
    }

    /** A binary packet as a binary frame. */
    Bytes frame(Bytes data) {
        if (this == V4) {
            return data;
        }
        var frame = new byte[data.size() + 1];
        frame[0] = MESSAGE;
        data.asBuffer().get(frame, 1, data.size());
        return Bytes.owned(frame);
    }

    /** A binary packet as text. */
    String text(Bytes data) {
        return (this == V4 ? "b" : "b4").concat(data.toBase64());
    }
}
