package io.parley.engine;

import io.parley.kernel.Bytes;

/** A binary message. On a WebSocket a binary frame as it is; in a polling payload {@code b} and base64. */
public record BinaryPacket(Bytes data) implements EnginePacket {
    @Override
    public int bytes() {
        return data.size();
    }
}
