package io.parley.engine;

import io.parley.kernel.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * A binary message. Immutable; one instance is shared by all recipients of a broadcast, and keeps the forms in which it
 * goes over the wire once one of them has needed it.
 */
public final class BinaryPacket implements EnginePacket {
    private final Bytes data;
    private final boolean compressible;

    // Computed on demand, by several threads at worst: each gets an equal, immutable value.
    private @Nullable Bytes frame3;
    private @Nullable String text3;
    private @Nullable String text4;

    /** A message of these bytes. */
    public BinaryPacket(Bytes data) {
        this(data, true);
    }

    /** The same, compressible or not. */
    public BinaryPacket(Bytes data, boolean compressible) {
        this.data = data;
        this.compressible = compressible;
    }

    /** The bytes of the message. */
    public Bytes data() {
        return data;
    }

    /** The binary frame of a WebSocket: the data, with a type byte in front in revision 3. */
    public Bytes frame(Revision revision) {
        if (revision == Revision.V4) {
            return data;
        }
        var frame = frame3;
        if (frame == null) {
            frame = revision.frame(data);
            frame3 = frame;
        }
        return frame;
    }

    /** The form for clients that take no binary frames, and for payloads of text: {@code b} and base64. */
    public String text(Revision revision) {
        var text = revision == Revision.V4 ? text4 : text3;
        if (text == null) {
            text = revision.text(data);
            if (revision == Revision.V4) {
                text4 = text;
            } else {
                text3 = text;
            }
        }
        return text;
    }

    @Override
    public int bytes() {
        return data.size();
    }

    @Override
    public boolean compressible() {
        return compressible;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BinaryPacket that && data.equals(that.data);
    }

    @Override
    public int hashCode() {
        return data.hashCode();
    }

    @Override
    public String toString() {
        return "BinaryPacket[" + data + "]";
    }
}
