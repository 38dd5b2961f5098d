package io.parley.adapter;

import io.parley.kernel.Bytes;
import io.parley.packet.EncodedPacket;
import java.nio.ByteBuffer;

/** A broadcast that is written before its number is known. */
final class NumberedBroadcast {
    private final byte[] message;

    NumberedBroadcast(Selection selection, EncodedPacket packet) {
        this.message = ClusterCodec.encode(new ClusterMessage.Broadcast(selection, packet, false, 1))
                .toArray();
    }

    /** As large as the message will be. */
    Bytes unnumbered() {
        return Bytes.owned(message);
    }

    /** The message; to be called once, since nothing is copied. */
    Bytes with(long number) {
        ByteBuffer.wrap(message).putLong(message.length - Long.BYTES, number);
        return Bytes.owned(message);
    }
}
