package io.parley.health;

import io.parley.SocketIoServer;
import java.util.Collection;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Down as soon as one of the servers takes no more clients. */
@Readiness
final class ReadinessCheck implements HealthCheck {
    @Override
    public HealthCheckResponse call() {
        return of(RunningServers.all());
    }

    static HealthCheckResponse of(Collection<SocketIoServer> servers) {
        var response = HealthCheckResponse.named("parley-ready").up();
        for (var io : servers) {
            if (io.isDraining()) {
                response.down();
            }
            response.withData(io.options().path(), io.isDraining() ? "draining" : "ready");
        }
        return response.build();
    }
}
