package io.parley.planted.micrometer;

import io.micrometer.core.instrument.Metrics;
import io.parley.planted.engine.Engine;

/** May use Micrometer. */
final class Meters {
    void count() {
        Metrics.counter("planted").increment();
    }

    static final class PastTheFigures {
        final Class<?> inside = Engine.class;
    }
}
