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

    /**
     * A message that may be compressed.
     *
     * @param data of any size, none included
     */
    public BinaryPacket(Bytes data) {
        this(data, true);
    }

    /**
     * A message.
     *
     * @param data of any size, none included
     * @param compressible see {@link #compressible()}
     */
    public BinaryPacket(Bytes data, boolean compressible) {
        this.data = data;
        this.compressible = compressible;
    }

    /** {@return the bytes of the message} */
    public Bytes data() {
        return data;
    }

    /**
     * {@return the binary frame of a WebSocket}
     *
     * @param revision in revision 3 a type byte stands in front of the data
     */
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

    /**
     * {@return the form for clients that take no binary frames, and for payloads of text: {@code b} and base64}
     *
     * @param revision in revision 3 a type digit stands behind the {@code b}
     */
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
