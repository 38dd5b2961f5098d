package io.parley.transport;

import static java.util.Objects.requireNonNull;

import io.parley.engine.TextPacket;
import io.parley.kernel.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * A WebSocket that has come to another node: to its session it is like one here. Sending is done when the message is under
 * way, as long as the {@link Window} has room.
 */
final class ForeignSocket implements WebSocketChannel, Foreign {
    private static final int ABNORMAL_CLOSURE = 1006;

    private final RelayOwner.Link link;
    private final long id;
    private final LocalConnection connection;
    private final Window window = new Window();
    private final Window.Receipts receipts;
    private @Nullable Sender sender;

    ForeignSocket(RelayOwner.Link link, long id, LocalConnection connection) {
        this.link = link;
        this.id = id;
        this.connection = connection;
        this.receipts =
                new Window.Receipts((messages, bytes) -> link.send(new RelayMessage.Confirmed(id, messages, bytes)));
    }

    void open() {
        link.add(id, this);
        sender = connection.opened(this);
        connection.ready();
    }

    @Override
    public void part(RelayMessage.Part part) {
        var content = part.content().asArrayBuffer().array();
        if (part.binary()) {
            connection.binary(content, part.last());
        } else {
            connection.utf8(content, part.last());
        }
        connection.whenRoom(() -> receipts.add(content.length));
    }

    @Override
    public void sendText(TextPacket packet) {
        send(false, packet.utf8());
    }

    @Override
    public void sendText(String text) {
        send(false, Bytes.ofUtf8(text));
    }

    @Override
    public void sendBinary(Bytes data) {
        send(true, data);
    }

    private void send(boolean binary, Bytes content) {
        if (!link.has(id)) {
            throw new IllegalStateException("the node of the connection is gone");
        }
        window.sent(content.size());
        link.send(new RelayMessage.Part(id, binary, true, content));
        window.whenRoom(() -> requireNonNull(sender).sent(true));
    }

    @Override
    public void confirmed(int messages, long bytes) {
        window.confirmed(messages, bytes);
    }

    /** Does not block: it is the door that closes. */
    @Override
    public void close(int code) {
        if (link.remove(id) != null) {
            link.send(new RelayMessage.Closed(id, code));
        }
    }

    @Override
    public void closed(int code) {
        connection.closed(code);
    }

    @Override
    public void failed(String failure) {
        connection.failed(new IllegalStateException(failure));
    }

    @Override
    public void lost() {
        connection.closed(ABNORMAL_CLOSURE);
    }
}
