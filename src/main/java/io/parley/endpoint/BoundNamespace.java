package io.parley.endpoint;

import io.parley.ConnectionRefusedException;
import io.parley.Socket;
import io.parley.SocketIoServer;
import java.util.List;
import java.util.Map;

/** The endpoints of one namespace, or of those of one pattern, on one server. Immutable. */
final class BoundNamespace {
    private final List<BoundEndpoint> endpoints;

    BoundNamespace(List<BoundEndpoint> endpoints) {
        this.endpoints = endpoints;
    }

    /** @throws IllegalArgumentException if the server can have no such namespace */
    void bind(SocketIoServer io, String namespace) {
        if (NamespacePattern.isPattern(namespace)) {
            io.of(NamespacePattern.compile(namespace)).use(this::join).on("connection", this::connected);
        } else {
            io.of(namespace).use(this::join).on("connection", this::connected);
        }
    }

    private void join(Socket socket) {
        if (!mayJoin(socket)) {
            throw new ConnectionRefusedException("forbidden", Map.of("code", "FORBIDDEN"));
        }
        endpoints.forEach(endpoint -> endpoint.join(socket));
    }

    private void connected(Socket socket) {
        if (socket.recovered() && !mayJoin(socket)) { // its options may let it pass the middlewares
            socket.disconnect();
            return;
        }
        endpoints.forEach(endpoint -> endpoint.listen(socket));
        endpoints.forEach(endpoint -> endpoint.connected(socket));
    }

    private boolean mayJoin(Socket socket) {
        return endpoints.stream().allMatch(endpoint -> endpoint.model().access().allows(socket));
    }
}
