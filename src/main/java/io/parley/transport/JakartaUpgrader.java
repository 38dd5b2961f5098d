package io.parley.transport;

import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.Extension;
import jakarta.websocket.server.ServerContainer;
import jakarta.websocket.server.ServerEndpointConfig;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The way that every container has: Jakarta WebSocket, one configuration for each connection. */
final class JakartaUpgrader implements WebSocketUpgrader {
    @Override
    public void upgrade(
            HttpServletRequest request,
            HttpServletResponse response,
            WebSocketConnection connection,
            @Nullable String protocol)
            throws IOException, ServletException {
        var config = ServerEndpointConfig.Builder.create(WebSocketEndpoint.class, request.getServletPath() + "/")
                .configurator(new Configurator(connection, protocol))
                .build();
        try {
            container(request.getServletContext())
                    .upgradeHttpToWebSocket(new NoSessionRequest(request), response, config, Map.of());
        } catch (DeploymentException | IllegalArgumentException | IllegalStateException refused) {
            throw new ServletException(refused);
        }
    }

    private static ServerContainer container(ServletContext context) throws ServletException {
        if (context.getAttribute(ServerContainer.class.getName()) instanceof ServerContainer container) {
            return container;
        }
        throw new ServletException("the servlet container has no Jakarta WebSocket");
    }

    /** Knows nothing of the request: the container keeps this object as long as the connection lives. */
    private static final class Configurator extends ServerEndpointConfig.Configurator {
        private final WebSocketConnection connection;
        private final @Nullable String protocol;

        Configurator(WebSocketConnection connection, @Nullable String protocol) {
            this.connection = connection;
            this.protocol = protocol;
        }

        @Override
        public <T> T getEndpointInstance(Class<T> type) {
            return type.cast(new WebSocketEndpoint(connection));
        }

        /** The servlet has checked it, and no other way leads to the endpoint. */
        @Override
        public boolean checkOrigin(String origin) {
            return true;
        }

        @Override
        public List<Extension> getNegotiatedExtensions(List<Extension> installed, List<Extension> requested) {
            return connection.compress() ? super.getNegotiatedExtensions(installed, requested) : List.of();
        }

        @Override
        public String getNegotiatedSubprotocol(List<String> supported, List<String> requested) {
            return protocol == null ? "" : protocol;
        }
    }
}
