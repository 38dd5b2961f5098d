package io.parley.it;

import io.parley.ConnectionRefusedException;
import io.parley.SocketIoApplication;
import io.parley.SocketIoServer;
import java.util.TreeSet;

/**
 * Says who a client is, as the container says, in {@code /secured}, and in {@code /admin} only to who has that role.
 * Deployed beside the product.
 */
public final class SecuredApplication implements SocketIoApplication {
    /** Called by the server. */
    public SecuredApplication() {}

    @Override
    public void start(SocketIoServer io) {
        io.of("/admin").use(socket -> {
            if (!socket.handshake().isInRole("admin")) {
                throw new ConnectionRefusedException("only for admins");
            }
        });
        for (var name : new String[] {"/secured", "/admin"}) {
            io.of(name)
                    .on(
                            "connection",
                            socket -> socket.on(
                                    "who",
                                    event -> event.ack(
                                            socket.user().orElse("nobody"),
                                            String.join(
                                                    ",",
                                                    new TreeSet<>(
                                                            socket.handshake().roles())))));
        }
    }
}
