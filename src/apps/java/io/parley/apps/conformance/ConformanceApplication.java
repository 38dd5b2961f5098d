package io.parley.apps.conformance;

import io.parley.Namespace;
import io.parley.Socket;
import io.parley.SocketIoApplication;
import io.parley.SocketIoServer;
import java.util.List;

/** What the suite of the Socket.IO protocol expects, in the namespaces {@code /} and {@code /custom}. */
public final class ConformanceApplication implements SocketIoApplication {
    /** Called by the container. */
    public ConformanceApplication() {}

    @Override
    public void start(SocketIoServer io) {
        for (var name : List.of("/", "/custom")) {
            Namespace namespace = io.of(name);
            namespace.on("connection", ConformanceApplication::echo);
        }
    }

    private static void echo(Socket socket) {
        socket.on("message", event -> socket.emit("message-back", event.arguments()));
        socket.on("message-with-ack", event -> event.ack(event.arguments()));
        socket.emit("auth", socket.handshake().auth());
    }
}
