package io.parley.transport;

import io.parley.engine.BinaryPacket;
import io.parley.engine.CloseReason;
import io.parley.engine.EnginePacket;
import io.parley.engine.EngineSession;
import io.parley.engine.Revision;
import io.parley.engine.TextPacket;
import io.parley.engine.Transport;
import io.parley.engine.TransportName;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * A WebSocket: ready when the last message of the batch has been sent. One send is in flight at any time, which Jakarta
 * WebSocket demands of portable code.
 *
 * <p>The container may report the end of a send inside the call that starts it, or on another thread later. Either way
 * the messages of a batch are sent by a loop, never by recursion: {@link #pump} counts how often it was asked to go on.
 */
final class WebSocketTransport implements Transport, WebSocketChannel.Sender {
    private static final int NORMAL_CLOSURE = 1000;
    private static final int POLICY_VIOLATION = 1008;

    private static final AtomicIntegerFieldUpdater<WebSocketTransport> TURNS =
            AtomicIntegerFieldUpdater.newUpdater(WebSocketTransport.class, "turns");

    private final WebSocketChannel channel;
    private final Revision revision;
    private final boolean textOnly;
    private final ClosingHandshake closing;

    private volatile int closeCode = NORMAL_CLOSURE;
    /** How often {@link #pump} was asked to go on. */
    @SuppressWarnings("UnusedVariable") // by TURNS only
    private volatile int turns;

    private volatile @Nullable EngineSession session;
    /** How the connection was lost before it belonged to a session. */
    private volatile @Nullable Runnable lostEarly;

    private List<? extends EnginePacket> batch = List.of();
    private int next;

    /**
     * @param textOnly whether the client said {@code b64}: it takes no binary frames
     * @param closer runs the closing handshake, which blocks on some containers
     */
    WebSocketTransport(WebSocketChannel channel, Revision revision, boolean textOnly, Executor closer) {
        this.channel = channel;
        this.revision = revision;
        this.textOnly = textOnly;
        this.closing = new ClosingHandshake(channel, closer);
    }

    /** Called once, before anything is written or received. */
    void belongsTo(EngineSession owner) {
        session = owner;
        var early = lostEarly;
        if (early != null) {
            early.run();
        }
    }

    /**
     * The connection is gone or unusable. It may be so before it {@linkplain #belongsTo belongs} to its session, which
     * refuses it at once if it is over already; some containers then tell of the end on the thread that closes.
     */
    void lost(CloseReason reason, String description) {
        Runnable tell = () -> session().lost(this, reason, description);
        lostEarly = tell;
        if (session != null) {
            tell.run();
        }
    }

    EngineSession session() {
        return Objects.requireNonNull(session);
    }

    @Override
    public TransportName name() {
        return TransportName.WEBSOCKET;
    }

    @Override
    public boolean write(List<? extends EnginePacket> packets) {
        batch = packets;
        next = 0;
        return pump();
    }

    /**
     * The peer has broken a rule: ends the connection with this code. The session hears of it first, since the closing
     * handshake would look like the peer's own leaving.
     */
    void fail(int code, String description) {
        closeCode = code;
        session().lost(this, CloseReason.TRANSPORT_ERROR, description);
    }

    @Override
    public void close() {
        closing.start(closeCode);
    }

    @Override
    public void expel() {
        closing.start(POLICY_VIOLATION);
    }

    /** Nothing replaces a WebSocket. */
    @Override
    public void replaced() {
        close();
    }

    /** The connection is gone: nothing is left to close. */
    void ended() {
        closing.ended();
    }

    /** Goes on with the batch; true if this call has found out that all of it has been sent. */
    private boolean pump() {
        if (TURNS.getAndIncrement(this) > 0) {
            return false;
        }
        boolean out = false;
        do {
            if (next < batch.size()) {
                send(batch.get(next++));
            } else {
                batch = List.of();
                out = true;
            }
        } while (TURNS.decrementAndGet(this) > 0);
        return out;
    }

    private void send(EnginePacket packet) {
        if (!closing.beginsMessage()) {
            return;
        }
        try {
            if (packet instanceof BinaryPacket binary) {
                if (textOnly) {
                    channel.sendText(binary.text(revision));
                } else {
                    channel.sendBinary(binary.frame(revision));
                }
            } else {
                channel.sendText((TextPacket) packet);
            }
        } catch (IllegalStateException | IllegalArgumentException broken) {
            closing.endsMessage();
            session().lost(this, CloseReason.TRANSPORT_ERROR, "send failed");
        }
    }

    @Override
    public void sent(boolean out) {
        closing.endsMessage();
        if (out) {
            if (pump()) {
                session().ready(this);
            }
        } else {
            session().lost(this, CloseReason.TRANSPORT_ERROR, "send failed");
        }
    }
}
