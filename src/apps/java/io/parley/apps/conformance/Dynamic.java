package io.parley.apps.conformance;

import io.parley.SocketIoServer;
import java.util.Map;
import java.util.regex.Pattern;

/** The namespaces {@code /dynamic-N}, made on demand. */
final class Dynamic {
    private Dynamic() {}

    static void install(SocketIoServer io, Observer observer) {
        var parent = io.of(Pattern.compile("/dynamic-\\d+"));
        parent.on("connection", observer::connected);
        parent.on("connection", socket -> {
            Kit.listenToBasics(socket);
            Kit.listenToRooms(socket);
            socket.on("nsp-broadcast", event -> {
                var request = Request.of(event);
                request.text("event").ifPresent(name -> socket.namespace().emit(name, request.arguments()));
                event.ack(Map.of());
            });
            socket.on("parent-broadcast", event -> {
                var request = Request.of(event);
                request.text("event").ifPresent(name -> parent.emit(name, request.arguments()));
                event.ack(Map.of());
            });
            socket.emit("nsp", socket.namespace().name());
        });
    }
}
