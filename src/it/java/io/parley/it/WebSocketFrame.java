package io.parley.it;

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

    /** The payload as UTF-8. */
    String text() {
        return StandardCharsets.UTF_8.decode(payload.duplicate()).toString();
    }

    /** The code in a close frame; 1005 if there is none. */
    int closeCode() {
        return payload.remaining() < 2 ? 1005 : payload.getShort(payload.position()) & 0xffff;
    }
}
