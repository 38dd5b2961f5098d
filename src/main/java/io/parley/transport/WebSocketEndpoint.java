package io.parley.transport;

import io.parley.engine.CloseReason;
import io.parley.engine.EngineOptions;
import io.parley.engine.EngineProtocolException;
import io.parley.engine.EngineSession;
import io.parley.engine.Revision;
import io.parley.kernel.Bytes;
import io.parley.kernel.Limit;
import jakarta.websocket.CloseReason.CloseCodes;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.Session;
import java.io.ByteArrayOutputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One WebSocket connection. Public because containers demand it; made only by {@link EngineServlet}.
 *
 * <p>Messages come in parts, so that the limit holds for the whole message and not for each fragment, on every
 * container. Called by one container thread at a time.
 */
public final class WebSocketEndpoint extends Endpoint {
    /** Parts of one message, empty ones included; more: closed with 1008. */
    private static final int MOST_PARTS = 20_000;

    private final EngineOptions options;
    private final Revision revision;
    private final boolean textOnly;
    private final Function<WebSocketTransport, EngineSession> opener;
    private final Executor closer;
    private final int limit;

    private final StringBuilder text = new StringBuilder(0);
    private final ByteArrayOutputStream binary = new ByteArrayOutputStream(0);
    private int parts;
    private @Nullable WebSocketTransport transport;

    /** @param opener gives the connection to its session, a new one or one that it shall take over */
    WebSocketEndpoint(
            EngineOptions options,
            Revision revision,
            boolean textOnly,
            Function<WebSocketTransport, EngineSession> opener,
            Executor closer) {
        this.options = options;
        this.revision = revision;
        this.textOnly = textOnly;
        this.opener = opener;
        this.closer = closer;
        this.limit = options.maxPayloadBytes();
    }

    @Override
    public void onOpen(Session socket, EndpointConfig config) {
        configure(socket);
        var opened = new WebSocketTransport(socket, revision, textOnly, closer);
        transport = opened;
        opened.belongsTo(opener.apply(opened));
        // a container may hand over a message as soon as there is a handler, so the session comes first
        socket.addMessageHandler(
                String.class, (MessageHandler.Partial<String>) (part, last) -> text(opened, part, last));
        socket.addMessageHandler(
                byte[].class, (MessageHandler.Partial<byte[]>) (part, last) -> binary(opened, part, last));
        opened.session().ready(opened);
    }

    @Override
    public void onClose(Session socket, jakarta.websocket.CloseReason reason) {
        lost(CloseReason.TRANSPORT_CLOSE, "closed with " + reason.getCloseCode().getCode());
    }

    @Override
    public void onError(Session socket, Throwable failure) {
        lost(CloseReason.TRANSPORT_ERROR, String.valueOf(failure));
        if (transport != null) {
            transport.close();
        }
    }

    /**
     * Our heartbeat watches the connection; the container's idle limit, where it has one, must not be shorter. Its
     * buffers may stay smaller than a message, since we take messages in parts, but not larger than the limit.
     */
    private void configure(Session socket) {
        if (socket.getMaxIdleTimeout() > 0) {
            socket.setMaxIdleTimeout(
                    options.pingInterval().plus(options.pingTimeout()).toMillis() + 10_000);
        }
        int buffer = socket.getMaxTextMessageBufferSize();
        if (buffer <= 0 || buffer > limit) {
            socket.setMaxTextMessageBufferSize(limit);
        }
        buffer = socket.getMaxBinaryMessageBufferSize();
        if (buffer <= 0 || buffer > limit) {
            socket.setMaxBinaryMessageBufferSize(limit);
        }
    }

    private void text(WebSocketTransport from, String part, boolean last) {
        if (isTooMuch(from, last, text.length() + part.length())) {
            return;
        }
        if (!last) {
            text.append(part);
            return;
        }
        var message = text.isEmpty() ? part : text.append(part).toString();
        text.setLength(0);
        try {
            var packet = revision.decode(message);
            if (packet.bytes() > limit) {
                tooBig(from);
            } else {
                from.session().received(from, packet);
                waitForRoom(from.session());
            }
        } catch (EngineProtocolException broken) {
            from.session().broken(from, broken);
        }
    }

    private void binary(WebSocketTransport from, byte[] part, boolean last) {
        if (isTooMuch(from, last, binary.size() + part.length)) {
            return;
        }
        if (!last || binary.size() > 0) {
            binary.write(part, 0, part.length);
        }
        if (last) {
            var message = binary.size() > 0 ? Bytes.owned(binary.toByteArray()) : Bytes.copyOf(part);
            binary.reset();
            try {
                from.session().received(from, revision.decode(message));
                waitForRoom(from.session());
            } catch (EngineProtocolException broken) {
                from.session().broken(from, broken);
            }
        }
    }

    /** Counts a part; true if the message has too many of them, or is too long. */
    private boolean isTooMuch(WebSocketTransport from, boolean last, long size) {
        parts = last ? 0 : parts + 1;
        if (parts == 1) {
            from.session().receiving(from, true);
        } else if (parts > MOST_PARTS) {
            from.session().counters().hit(Limit.MESSAGE_PARTS);
            from.fail(CloseCodes.VIOLATED_POLICY, "too many fragments");
            return true;
        }
        if (size > limit) {
            tooBig(from);
            return true;
        }
        return false;
    }

    private void tooBig(WebSocketTransport from) {
        from.session().counters().hit(Limit.PAYLOAD_BYTES);
        from.fail(CloseCodes.TOO_BIG, "message too big");
    }

    /**
     * Reads no further until the handlers have caught up: a container thread that waits is the only way to slow a
     * peer down that Jakarta WebSocket 2.1 has.
     */
    private void waitForRoom(EngineSession session) {
        if (!session.inflow().isFull()) {
            return;
        }
        var room = new CountDownLatch(1);
        session.inflow().whenOpen(room::countDown);
        try {
            room.await();
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    private void lost(CloseReason reason, String description) {
        if (transport != null) {
            if (reason == CloseReason.TRANSPORT_CLOSE) {
                transport.ended();
            }
            transport.lost(reason, description);
        }
    }
}
