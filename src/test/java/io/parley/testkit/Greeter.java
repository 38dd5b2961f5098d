package io.parley.testkit;

import io.parley.ConnectionRefusedException;
import io.parley.SocketIoApplication;
import io.parley.SocketIoServer;
import java.time.Duration;
import java.util.Map;

/** What the tests of the kit test. */
final class Greeter implements SocketIoApplication {
    /** An argument. */
    public record Message(String text, int stars) {}

    @Override
    public void start(SocketIoServer io) {
        io.on("connection", socket -> {
            socket.join("lobby");
            socket.on("message", Message.class, message -> socket.to("lobby")
                    .emit("message", message, socket.user().orElse("nobody")));
            socket.on("sum", event -> event.ack(event.get(0, Integer.class) + event.get(1, Integer.class)));
            socket.on("bytes", byte[].class, bytes -> socket.emit("bytes", bytes));
            socket.on("break", event -> {
                throw new IllegalStateException("broken");
            });
            socket.on("leave", event -> socket.disconnect(false));
            socket.on("confirm", event -> {
                boolean sure =
                        socket.emitWithAck("sure?").toCompletableFuture().join().get(0, Boolean.class);
                event.ack(sure ? "done" : "kept");
            });
            socket.on("later", event -> socket.timeout(Duration.ofSeconds(5))
                    .emitWithAck("there?")
                    .whenComplete((answer, failure) -> event.ack(failure == null)));
            socket.onDisconnect(reason -> io.to("lobby").emit("left", reason.toString()));
        });
        io.of("/admin").use(socket -> {
            if (!"secret".equals(socket.handshake().auth().get("token"))) {
                throw new ConnectionRefusedException("no token", Map.of("hint", "ask ann"));
            }
        });
        io.of("/admin").on("connection", socket -> socket.emit("welcome"));
    }
}
