package io.parley.planted.health;

import org.eclipse.microprofile.health.HealthCheckResponse;

/** May use MicroProfile Health. */
final class Pulse {
    HealthCheckResponse.Status state() {
        return HealthCheckResponse.Status.UP;
    }
}
