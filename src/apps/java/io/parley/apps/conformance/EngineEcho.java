package io.parley.apps.conformance;

import io.parley.engine.AllowedOrigins;
import io.parley.engine.CloseReason;
import io.parley.engine.EngineListener;
import io.parley.engine.EngineOptions;
import io.parley.engine.EnginePacket;
import io.parley.engine.EngineServer;
import io.parley.engine.EngineSession;
import io.parley.transport.EngineServlet;
import io.parley.webapp.ContainerEnvironment;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the suite of the Engine.IO protocol expects at {@code /engine.io/}: every message comes back as it is. Heartbeat
 * from the environment, {@code PING_INTERVAL} and {@code PING_TIMEOUT} in milliseconds.
 */
@WebListener
public final class EngineEcho implements ServletContextListener {
    private @Nullable Endpoint endpoint;

    /** Called by the container. */
    public EngineEcho() {}

    @Override
    public void contextInitialized(ServletContextEvent event) {
        var environment = new ContainerEnvironment(1);
        var server = new EngineServer(options(), environment.environment(), Echo::new);
        endpoint = new Endpoint(environment, server);
        var servlet = new EngineServlet(server, environment.closers(), Clock.systemUTC());
        var registration = event.getServletContext().addServlet("engine.io echo", servlet);
        registration.setAsyncSupported(true);
        registration.addMapping("/engine.io/*");
    }

    @Override
    public void contextDestroyed(ServletContextEvent event) {
        if (endpoint != null) {
            endpoint.server.close();
            endpoint.environment.close();
        }
    }

    private static EngineOptions options() {
        return EngineOptions.builder()
                .allowedOrigins(AllowedOrigins.any())
                .pingInterval(milliseconds("PING_INTERVAL", 300))
                .pingTimeout(milliseconds("PING_TIMEOUT", 200))
                .build();
    }

    private static Duration milliseconds(String variable, long preset) {
        var value = System.getenv(variable);
        return Duration.ofMillis(value == null ? preset : Long.parseLong(value));
    }

    private record Endpoint(ContainerEnvironment environment, EngineServer server) {}

    private record Echo(EngineSession session) implements EngineListener {
        @Override
        public void message(EnginePacket message) {
            session.send(List.of(message));
        }

        @Override
        public void closed(CloseReason reason, String description) {}
    }
}
