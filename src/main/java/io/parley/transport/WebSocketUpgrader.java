package io.parley.transport;

import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes a WebSocket of a request: by Jakarta WebSocket, or by something of the container's own that costs less.
 * Thread-safe.
 */
public interface WebSocketUpgrader {
    /**
     * Answers a request with the upgrade, and gives the WebSocket to its connection: first to
     * {@link WebSocketConnection#opened}. Keeps neither request nor response.
     *
     * @param request a well-formed opening handshake whose path, origin and session have been checked
     * @param response not committed
     * @param connection whose it is
     * @param protocol the subprotocol to accept, one that was offered, or null: none
     * @throws ServletException if the container does not let it; the response may not be committed then
     * @throws IOException if the client is gone
     */
    void upgrade(
            HttpServletRequest request,
            HttpServletResponse response,
            WebSocketConnection connection,
            @Nullable String protocol)
            throws IOException, ServletException;

    /** Another way than Jakarta WebSocket, found by {@link java.util.ServiceLoader} in the WAR. */
    @FunctionalInterface
    interface Provider {
        /**
         * Called once for each servlet, when it starts.
         *
         * @param context of the application
         * @return the other way; empty, after a line in the log, if this container does not have it or does not let us
         */
        Optional<WebSocketUpgrader> upgrader(ServletContext context);
    }
}
