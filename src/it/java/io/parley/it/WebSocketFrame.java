package io.parley.it;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A frame of RFC 6455, as it came. */
record WebSocketFrame(boolean last, int reserved, int opcode, ByteBuffer payload) {
    static final int CONTINUATION = 0;
    static final int TEXT = 1;
    static final int BINARY = 2;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;

    private static final byte[] MASK = {0x11, 0x22, 0x33, 0x44};

    /**
     * The bytes of a frame as clients send it.
     *
     * @param first FIN, the reserved bits and the opcode
     */
    static byte[] masked(int first, byte[] payload) {
        var frame = new ByteArrayOutputStream(payload.length + 14);
        frame.writeBytes(head(first, 0x80, payload.length));
        frame.writeBytes(MASK);
        for (int i = 0; i < payload.length; i++) {
            frame.write(payload[i] ^ MASK[i % 4]);
        }
        return frame.toByteArray();
    }

    /** The beginning of a frame, which tells its length; {@code mask} is 0x80 if a mask follows, else 0. */
    static byte[] head(int first, int mask, int length) {
        if (length < 126) {
            return new byte[] {(byte) first, (byte) (mask | length)};
        }
        if (length < 1 << 16) {
            return ByteBuffer.allocate(4)
                    .put((byte) first)
                    .put((byte) (mask | 126))
                    .putShort((short) length)
                    .array();
        }
        return longHead(first, mask, length);
    }

    /** The same, the length always in eight bytes. */
    static byte[] longHead(int first, int mask, long length) {
        return ByteBuffer.allocate(10)
                .put((byte) first)
                .put((byte) (mask | 127))
                .putLong(length)
                .array();
    }

    /** The payload as UTF-8. */
    String text() {
        return StandardCharsets.UTF_8.decode(payload.duplicate()).toString();
    }

    /** The code in a close frame; 1005 if there is none. */
    int closeCode() {
        return payload.remaining() < 2 ? 1005 : payload.getShort(payload.position()) & 0xffff;
    }
}
