package io.parley.apps.conformance;

import io.parley.ServerOptions;
import io.parley.Socket;
import io.parley.SocketIoApplication;
import io.parley.SocketIoServer;
import java.util.List;

/**
 * A server program that a client drives by events, so that it can try the whole API from outside: several servers with
 * options of their own, each with the namespaces {@code /}, {@code /custom}, {@code /kit}, {@code /guarded}, {@code
 * /users}, {@code /dynamic-N} and {@code /observer}.
 */
public final class ConformanceApplication implements SocketIoApplication {
    private List<Endpoint> endpoints = List.of();

    /** Called by the container. */
    public ConformanceApplication() {}

    @Override
    public List<ServerOptions> servers(ServerOptions configured) {
        endpoints = Endpoint.all(configured);
        return endpoints.stream().map(Endpoint::options).toList();
    }

    @Override
    public void start(SocketIoServer io) {
        endpoints.stream()
                .filter(endpoint -> endpoint.options() == io.options())
                .forEach(endpoint -> endpoint.prepare(io));
        var observer = Observer.install(io);
        for (var name : List.of("/", "/custom")) {
            observer.watch(io.of(name)).on("connection", ConformanceApplication::echo);
        }
        Kit.install(observer.watch(io.of("/kit")), observer);
        Users.install(io.of("/users"));
        Guarded.install(observer.watch(io.of("/guarded")));
        Dynamic.install(io, observer);
    }

    private static void echo(Socket socket) {
        socket.on("message", event -> socket.emit("message-back", event.arguments()));
        socket.on("message-with-ack", event -> event.ack(event.arguments()));
        socket.emit("auth", socket.handshake().auth());
    }
}
