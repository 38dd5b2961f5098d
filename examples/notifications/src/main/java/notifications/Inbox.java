package notifications;

import io.parley.ConnectionRefusedException;
import io.parley.Handshake;
import io.parley.Socket;
import io.parley.SocketIoServer;
import io.parley.endpoint.OnEvent;
import io.parley.endpoint.SocketIoEndpoint;
import io.parley.endpoint.Use;

/** Those who want to be told. */
@SocketIoEndpoint
public class Inbox {
    /** Believes the client. Where the container logs people in, the user is known, and this is not needed. */
    @Use
    void nameTheUser(Socket socket, Handshake handshake) {
        if (handshake.auth().get("user") instanceof String user && !user.isBlank() && user.length() <= 40) {
            socket.user(user.strip());
        } else {
            throw new ConnectionRefusedException("say who you are: a name of up to 40 characters");
        }
    }

    /** What is read on one device is read on all. */
    @OnEvent("read")
    void read(int order, Socket socket, SocketIoServer io) {
        socket.user().ifPresent(user -> io.toUser(user).emit("read", order));
    }
}
