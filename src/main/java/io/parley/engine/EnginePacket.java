package io.parley.engine;

/** An Engine.IO packet: text with a type, or a binary message. Engine.IO protocol 4, "Packet types". */
public sealed interface EnginePacket permits TextPacket, BinaryPacket {
    /** {@return the bytes this packet takes on a WebSocket, without the frame's header: what queues are bounded by} */
    int bytes();

    /**
     * {@return whether an answer to a poll that holds it may be compressed for its sake: messages, unless their sender
     * forbids}
     */
    boolean compressible();
}
