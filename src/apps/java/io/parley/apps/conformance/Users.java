package io.parley.apps.conformance;

import io.parley.Namespace;
import io.parley.Socket;
import java.util.Map;

/** The namespace {@code /users}, in which a client is who it says, and hears who comes and goes. No suite knows it. */
final class Users {
    private final Socket socket;

    private Users(Socket socket) {
        this.socket = socket;
    }

    static void install(Namespace namespace) {
        namespace.use(socket -> {
            if (socket.handshake().auth().get("user") instanceof String user) {
                socket.user(user);
            }
        });
        namespace.onPresence((user, presence) -> namespace.local().emit("presence", user, presence.name()));
        namespace.on("connection", socket -> new Users(socket).listen());
    }

    private void listen() {
        var namespace = socket.namespace();
        socket.on("to-user", String.class, String.class, (user, text) -> namespace
                .toUser(user)
                .emit("told", text));
        socket.on("away", Boolean.class, (away, ack) -> {
            socket.away(away);
            ack.send();
        });
        socket.on(
                "who",
                String.class,
                (user, ack) -> ack.send(Map.of(
                        "presence", namespace.presence(user).name(),
                        "devices", namespace.devices(user),
                        "users", namespace.users().stream().sorted().toList())));
    }
}
