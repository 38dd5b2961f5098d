package io.parley.engine;

import io.parley.kernel.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * A packet written as its type digit and text, the same in all revisions. Immutable; one instance is shared by all
 * recipients of a broadcast, and holds the frame ready to be sent.
 */
public final class TextPacket implements EnginePacket {
    /** What polling ends with. */
    public static final TextPacket CLOSE = new TextPacket("1");

    static final TextPacket PING = new TextPacket("2");
    static final TextPacket PONG = new TextPacket("3");
    static final TextPacket PONG_PROBE = new TextPacket("3probe");
    static final TextPacket NOOP = new TextPacket("6");

    private final String frame;
    private final int bytes;
    private final boolean compressible;

    /** Computed on demand, by several threads at worst: each gets an equal, immutable value. */
    private @Nullable Bytes utf8;

    private TextPacket(String frame) {
        this(frame, false);
    }

    private TextPacket(String frame, boolean compressible) {
        this.frame = frame;
        this.compressible = compressible;
        this.bytes = utf8Length(frame);
    }

    /**
     * {@return a text message that may be compressed}
     *
     * @param data of the layer above
     */
    public static TextPacket message(String data) {
        return message(data, true);
    }

    /**
     * {@return a text message}
     *
     * @param data of the layer above
     * @param compressible see {@link #compressible()}
     */
    public static TextPacket message(String data, boolean compressible) {
        return new TextPacket("4".concat(data), compressible);
    }

    static TextPacket open(String json) {
        return new TextPacket("0".concat(json));
    }

    /**
     * {@return the packet that a frame stands for}
     *
     * @param frame the type digit and the data
     * @throws EngineProtocolException if it is empty or its first character is no packet type
     */
    public static TextPacket decode(String frame) {
        if (frame.isEmpty() || frame.charAt(0) < '0' || frame.charAt(0) > '6') {
            throw new EngineProtocolException("unknown packet type");
        }
        return new TextPacket(frame, frame.charAt(0) == '4');
    }

    /**
     * {@return whether the peer says goodbye}
     *
     * @param packet any packet
     */
    public static boolean isClose(EnginePacket packet) {
        return packet instanceof TextPacket text && text.type() == Type.CLOSE;
    }

    /** {@return what the first character says} */
    public Type type() {
        return Type.VALUES[frame.charAt(0) - '0'];
    }

    /** {@return what follows the type digit} */
    public String data() {
        return frame.substring(1);
    }

    /** {@return the type digit and the data} */
    public String frame() {
        return frame;
    }

    /** {@return the same in UTF-8, which is kept for the next who asks} */
    public Bytes utf8() {
        var made = utf8;
        if (made == null) {
            made = Bytes.ofUtf8(frame);
            utf8 = made;
        }
        return made;
    }

    @Override
    public int bytes() {
        return bytes;
    }

    @Override
    public boolean compressible() {
        return compressible;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TextPacket that && frame.equals(that.frame);
    }

    @Override
    public int hashCode() {
        return frame.hashCode();
    }

    @Override
    public String toString() {
        return frame;
    }

    private static int utf8Length(String text) {
        int length = text.length();
        int bytes = length;
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                // a surrogate pair is two chars and four bytes
                bytes += c < 0x800 || Character.isSurrogate(c) ? 1 : 2;
            }
        }
        return bytes;
    }

    /** The packet types, in the order of their digits. */
    public enum Type {
        /** 0: the handshake, sent by the server. */
        OPEN,
        /** 1: the end of long-polling, sent by both. */
        CLOSE,
        /** 2: sent by the server, by the client in revision 3, and in an upgrade. */
        PING,
        /** 3: the answer to a ping. */
        PONG,
        /** 4: text of the layer above. */
        MESSAGE,
        /** 5: the client changes to this transport. */
        UPGRADE,
        /** 6: releases a poll. */
        NOOP;

        private static final Type[] VALUES = values();
    }
}
