package io.parley;

import io.parley.engine.BinaryPacket;
import io.parley.engine.EnginePacket;
import io.parley.engine.TextPacket;
import io.parley.packet.EncodedPacket;
import java.util.ArrayList;
import java.util.List;

/** A Socket.IO packet as Engine.IO messages: the only place that knows both. */
final class Frames {
    private Frames() {}

    /** Sent as one unit; shared by all recipients. */
    static List<EnginePacket> of(EncodedPacket packet) {
        var text = packet.text();
        if (text != null && packet.attachments().isEmpty()) {
            return List.of(TextPacket.message(text, packet.compress()));
        }
        var frames = new ArrayList<EnginePacket>(1 + packet.attachments().size());
        if (text != null) {
            frames.add(TextPacket.message(text, packet.compress()));
        }
        packet.attachments().forEach(data -> frames.add(new BinaryPacket(data, packet.compress())));
        return List.copyOf(frames);
    }
}
