package io.parley.health;

import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/** Up: there is nothing that only a new start could mend and that a server would notice. Tells how many sessions it has. */
@Liveness
final class LivenessCheck implements HealthCheck {
    @Override
    public HealthCheckResponse call() {
        var response = HealthCheckResponse.named("parley-live").up();
        RunningServers.all().forEach(io -> response.withData(io.options().path(), io.connections()));
        return response.build();
    }
}
