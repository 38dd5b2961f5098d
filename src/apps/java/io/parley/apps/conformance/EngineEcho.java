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
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Bare Engine.IO: every message comes back as it is, at {@code /engine.io/} and, for revision 3 too, {@code /engine3.io/}. */
@WebListener
public final class EngineEcho implements ServletContextListener {
    private final ContainerEnvironment environment = new ContainerEnvironment(1, Duration.ZERO);
    private final List<EngineServer> servers = new ArrayList<>();

    /** Called by the container. */
    public EngineEcho() {}

    @Override
    public void contextInitialized(ServletContextEvent event) {
        serve(event.getServletContext(), "/engine.io", false);
        serve(event.getServletContext(), "/engine3.io", true);
    }

    @Override
    public void contextDestroyed(ServletContextEvent event) {
        servers.forEach(EngineServer::close);
        environment.close();
    }

    private void serve(ServletContext context, String path, boolean allowEIO3) {
        var options = EngineOptions.builder().allowEIO3(allowEIO3).allowedOrigins(AllowedOrigins.any());
        Endpoint.fast(options);
        var server = new EngineServer(options.build(), environment.environment(), Echo::new);
        servers.add(server);
        var servlet = new EngineServlet(server, environment.closers(), Clock.systemUTC());
        var registration = context.addServlet("echo " + path, servlet);
        registration.setAsyncSupported(true);
        registration.addMapping(path + "/*");
    }

    private record Echo(EngineSession session) implements EngineListener {
        @Override
        public void message(EnginePacket message) {
            session.send(List.of(message));
        }

        @Override
        public void closed(CloseReason reason, String description) {}
    }
}
