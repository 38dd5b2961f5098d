package floor;

import jakarta.websocket.OnClose;
import jakarta.websocket.OnError;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.SendHandler;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import java.nio.ByteBuffer;

/** The WebSocket as Jakarta has it. */
@ServerEndpoint("/socket.io/")
public class Endpoint {
    private Connection connection;

    @OnOpen
    public void open(Session session) {
        session.setMaxIdleTimeout(0);
        var remote = session.getAsyncRemote();
        connection = oneAtATime(session) ? new QueuedConnection(remote) : new Async(remote);
        connection.opened();
    }

    @OnMessage
    public void text(String text) {
        connection.received(text);
    }

    @OnMessage
    public void binary(ByteBuffer bytes) {
        connection.binary(bytes);
    }

    @OnClose
    public void close() {
        connection.closed();
    }

    @OnError
    public void error(Throwable failure) {}

    /** Open Liberty loses what is sent before it has told of the end of the last write. */
    private static boolean oneAtATime(Session session) {
        return session.getClass().getName().startsWith("com.ibm.");
    }

    private static final class Async extends Connection {
        private static final SendHandler IGNORED = result -> {};

        private final RemoteEndpoint.Async remote;

        Async(RemoteEndpoint.Async remote) {
            this.remote = remote;
        }

        @Override
        public void text(String text) {
            remote.sendText(text, IGNORED);
        }

        @Override
        public void binary(ByteBuffer bytes) {
            remote.sendBinary(ByteBuffer.allocate(bytes.remaining()).put(bytes).flip(), IGNORED);
        }
    }
}
