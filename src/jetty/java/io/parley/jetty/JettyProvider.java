package io.parley.jetty;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import io.parley.transport.WebSocketUpgrader;
import jakarta.servlet.ServletContext;
import java.util.Optional;

/**
 * Found by the servlet in the jar. Says in the log whether Jetty's core is used, and if not, that everything works by
 * Jakarta WebSocket. Thread-safe.
 */
public final class JettyProvider implements WebSocketUpgrader.Provider {
    private static final System.Logger LOGGER = System.getLogger(JettyProvider.class.getName());

    /** Made by {@link java.util.ServiceLoader}. */
    public JettyProvider() {}

    @Override
    public Optional<WebSocketUpgrader> upgrader(ServletContext context) {
        try {
            var upgrader = JettyUpgrader.of(context);
            LOGGER.log(INFO, "WebSockets are opened by Jetty's core API");
            return Optional.of(upgrader);
        } catch (LinkageError | IllegalStateException refused) {
            LOGGER.log(
                    WARNING,
                    "WebSockets are opened by Jakarta WebSocket, though the jar for Jetty''s core API is there: this is"
                            + " no Jetty, or it hides its classes; see WEB-INF/jetty-ee10-web.xml in docs/deploy.md: {0}",
                    String.valueOf(refused));
            return Optional.empty();
        }
    }
}
