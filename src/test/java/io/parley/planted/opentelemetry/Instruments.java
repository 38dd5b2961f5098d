package io.parley.planted.opentelemetry;

import io.opentelemetry.api.GlobalOpenTelemetry;

/** May use OpenTelemetry. */
final class Instruments {
    void count() {
        GlobalOpenTelemetry.getMeter("planted");
    }
}
