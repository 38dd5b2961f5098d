package io.parley.planted.emitter;

import io.parley.planted.engine.Engine;
import io.parley.planted.packet.Letter;

/** Writes packets, and has nothing to do with connections. */
final class Loud {
    final Class<?> letter = Letter.class;

    static final class Nosy {
        final Engine engine = new Engine();
    }
}
