package io.parley.jetty;

import io.parley.transport.WebSocketConnection;
import io.parley.transport.WebSocketUpgrader;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletCoreRequest;
import org.eclipse.jetty.ee10.servlet.ServletCoreResponse;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.FutureCallback;
import org.eclipse.jetty.websocket.core.FrameHandler;
import org.eclipse.jetty.websocket.core.WebSocketComponents;
import org.eclipse.jetty.websocket.core.exception.WebSocketException;
import org.eclipse.jetty.websocket.core.server.Handshaker;
import org.eclipse.jetty.websocket.core.server.ServerUpgradeRequest;
import org.eclipse.jetty.websocket.core.server.ServerUpgradeResponse;
import org.eclipse.jetty.websocket.core.server.WebSocketNegotiator;
import org.eclipse.jetty.websocket.core.server.WebSocketServerComponents;
import org.jspecify.annotations.Nullable;

/** Upgrades as Jetty's own Jakarta WebSocket does, but with a frame handler of ours. */
final class JettyUpgrader implements WebSocketUpgrader {
    private final WebSocketComponents components;
    private final Handshaker handshaker = Handshaker.newInstance();

    private JettyUpgrader(WebSocketComponents components) {
        this.components = components;
    }

    /**
     * The way of the Jetty that runs an application.
     *
     * @throws IllegalStateException if it has no WebSocket
     * @throws LinkageError if it hides its classes, or is none
     */
    static JettyUpgrader of(ServletContext context) {
        var handler = Objects.requireNonNull(ServletContextHandler.getServletContextHandler(context));
        var components = WebSocketServerComponents.getWebSocketComponents(handler);
        if (components == null) {
            throw new IllegalStateException("no WebSocket in this context");
        }
        return new JettyUpgrader(components);
    }

    @Override
    public void upgrade(
            HttpServletRequest request,
            HttpServletResponse response,
            WebSocketConnection connection,
            @Nullable String protocol)
            throws IOException, ServletException {
        var coreRequest = ServletCoreRequest.wrap(request);
        var coreResponse = ServletCoreResponse.wrap(coreRequest, response, false);
        var answered = new FutureCallback();
        try {
            if (!handshaker.upgradeRequest(
                    new Negotiator(connection, protocol), coreRequest, coreResponse, answered, components, null)) {
                throw new ServletException("no opening handshake of a WebSocket");
            }
            answered.block();
        } catch (WebSocketException | HttpException.RuntimeException | IllegalArgumentException refused) {
            throw new ServletException(refused);
        }
    }

    private record Negotiator(
            WebSocketConnection connection, @Nullable String protocol) implements WebSocketNegotiator {
        @Override
        public FrameHandler negotiate(ServerUpgradeRequest request, ServerUpgradeResponse response, Callback unused) {
            if (!connection.compress()) {
                response.setExtensions(List.of());
            }
            if (protocol != null) {
                response.setAcceptedSubProtocol(protocol);
            }
            return new JettyWebSocket(connection);
        }
    }
}
