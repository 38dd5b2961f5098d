package io.parley.planted;

import io.parley.planted.kernel.Stone;
import io.parley.planted.transport.Door;
import jakarta.json.bind.Jsonb;
import jakarta.websocket.Session;

/** The classes of the API. */
public final class Planted {
    private Planted() {}

    static final class Skipping {
        final Door door = new Door();
    }

    static final class Allowed {
        final Stone stone = new Stone();
    }

    static final class BindsJson {
        String text(Jsonb jsonb) {
            return jsonb.toJson("");
        }
    }

    static final class OpensWebSocket {
        boolean isOpen(Session session) {
            return session.isOpen();
        }
    }
}
