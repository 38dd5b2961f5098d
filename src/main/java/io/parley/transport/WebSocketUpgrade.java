package io.parley.transport;

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

/** Hands one connection's endpoint to the container. Origin and path have been checked. */
final class WebSocketUpgrade extends ServerEndpointConfig.Configurator {
    private final WebSocketEndpoint endpoint;
    private final boolean compress;
    private final @Nullable String offeredProtocols;

    /** @param offeredProtocols the header {@code Sec-WebSocket-Protocol} of the request, or null */
    WebSocketUpgrade(WebSocketEndpoint endpoint, boolean compress, @Nullable String offeredProtocols) {
        this.endpoint = endpoint;
        this.compress = compress;
        this.offeredProtocols = offeredProtocols;
    }

    /** Does not keep the request: the container keeps this object as long as the connection lives. */
    void perform(ServerContainer container, HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException, DeploymentException {
        var config = ServerEndpointConfig.Builder.create(WebSocketEndpoint.class, request.getServletPath() + "/")
                .configurator(this)
                .build();
        container.upgradeHttpToWebSocket(new NoSessionRequest(request), response, config, Map.of());
    }

    @Override
    public <T> T getEndpointInstance(Class<T> type) {
        return type.cast(endpoint);
    }

    /** The servlet has checked it, and no other way leads to the endpoint. */
    @Override
    public boolean checkOrigin(String origin) {
        return true;
    }

    /** Mostly no compression: browsers offer it always, and it costs both sides more than it saves here. */
    @Override
    public List<Extension> getNegotiatedExtensions(List<Extension> installed, List<Extension> requested) {
        return compress ? super.getNegotiatedExtensions(installed, requested) : List.of();
    }

    /** The first one offered, as the reference does; browsers fail the connection otherwise. */
    @Override
    public String getNegotiatedSubprotocol(List<String> supported, List<String> requested) {
        return offeredProtocols == null ? "" : offeredProtocols.split(",", 2)[0].trim();
    }
}
