package io.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;

/**
 * Where an Engine.IO endpoint is.
 *
 * @param server the context root of the application, with a slash at the end
 * @param path below that, without slashes
 */
record EngineUrl(URI server, String path) {
    private static final int ATTEMPTS = 3;
    private static final String POLLING = "EIO=4&transport=polling";

    EngineUrl(URI server) {
        this(server, "socket.io");
    }

    /** What stands in the request line. */
    String target(String query) {
        return server.getPath() + path + "/?" + query;
    }

    /** Sends one request on a connection of its own. */
    HttpAnswer exchange(String method, String query, String body, String... headers) {
        try (var connection = HttpConnection.open(server)) {
            connection.request(method, target(query), body, headers);
            return method.equals("HEAD") ? connection.answerWithoutBody() : connection.answer();
        }
    }

    /** Sends a GET on a connection of its own, and reads nothing yet. */
    HttpConnection start(String query) {
        var connection = HttpConnection.open(server);
        connection.request("GET", target(query), "");
        return connection;
    }

    /** Opens a session by polling. */
    PollingSession poll() {
        return PollingSession.open(this, POLLING);
    }

    /**
     * Opens a session by WebSocket and takes its handshake.
     *
     * <p>While other connections are being reset, Open Liberty may lose what it is to write (an exception in its
     * WorkQueueManager); the server ends such a session when its write timeout is over, and here another one is tried.
     */
    WebSocketConnection connect() {
        for (int attempt = 1; ; attempt++) {
            var socket = webSocket("EIO=4&transport=websocket");
            var first = socket.frame();
            if (first.opcode() != WebSocketFrame.CLOSE) {
                assertThat(first.text()).startsWith("0{");
                return socket;
            }
            socket.close();
            assertThat(Product.isOnLiberty() && attempt < ATTEMPTS)
                    .as("closed by the server with %s before the handshake", first.closeCode())
                    .isTrue();
        }
    }

    /** Opens a WebSocket. */
    WebSocketConnection webSocket(String query, String... headers) {
        return WebSocketConnection.open(this, query, headers);
    }
}
