package floor;

import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.SendHandler;
import jakarta.websocket.SendResult;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;

/** For containers that take one message at a time: the others wait for their turn. */
final class QueuedConnection extends Connection implements SendHandler {
    private final RemoteEndpoint.Async remote;
    private final Queue<Object> waiting = new ArrayDeque<>();
    private boolean writing;

    QueuedConnection(RemoteEndpoint.Async remote) {
        this.remote = remote;
    }

    @Override
    public void text(String text) {
        send(text);
    }

    @Override
    public void binary(ByteBuffer bytes) {
        send(ByteBuffer.allocate(bytes.remaining()).put(bytes).flip());
    }

    private void send(Object message) {
        synchronized (waiting) {
            if (writing) {
                waiting.add(message);
                return;
            }
            writing = true;
        }
        write(message);
    }

    @Override
    public void onResult(SendResult result) {
        Object next;
        synchronized (waiting) {
            next = waiting.poll();
            writing = next != null;
        }
        if (next != null) {
            write(next);
        }
    }

    private void write(Object message) {
        if (message instanceof String text) {
            remote.sendText(text, this);
        } else {
            remote.sendBinary((ByteBuffer) message, this);
        }
    }
}
