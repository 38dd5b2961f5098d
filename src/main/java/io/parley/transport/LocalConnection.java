package io.parley.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.parley.engine.CloseReason;
import io.parley.engine.EngineOptions;
import io.parley.engine.EnginePacket;
import io.parley.engine.EngineProtocolException;
import io.parley.engine.EngineSession;
import io.parley.engine.Revision;
import io.parley.kernel.Bytes;
import io.parley.kernel.Limit;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One whose session is on this node: turns messages into packets of the session. */
final class LocalConnection implements WebSocketConnection {
    /** Parts of one message, empty ones included; more: closed with 1008. */
    private static final int MOST_PARTS = 20_000;

    private static final int INVALID_DATA = 1007;
    private static final int POLICY_VIOLATION = 1008;
    private static final int TOO_BIG = 1009;

    private final EngineOptions options;
    private final Revision revision;
    private final boolean textOnly;
    private final Function<WebSocketTransport, EngineSession> opener;
    private final Executor closer;

    /** The parts of a text so far, unless they come as bytes; null between messages. */
    private @Nullable StringBuilder text;
    /** The parts of any message so far; null between messages. */
    private @Nullable ByteArrayOutputStream bytes;

    private int parts;
    /** The peer has broken a rule: what it says from now on is of no interest. */
    private boolean broken;

    private @Nullable WebSocketTransport transport;

    /**
     * @param textOnly whether the client said {@code b64}: it takes no binary frames
     * @param opener gives the connection to its session, a new one or one that it shall take over
     * @param closer runs the closing handshake, which blocks on some containers
     */
    LocalConnection(
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
    }

    @Override
    public EngineOptions options() {
        return options;
    }

    @Override
    public WebSocketChannel.Sender opened(WebSocketChannel channel) {
        var opened = new WebSocketTransport(channel, revision, textOnly, closer);
        transport = opened;
        opened.belongsTo(opener.apply(opened));
        return opened;
    }

    @Override
    public void ready() {
        session().ready(transport());
    }

    @Override
    public void text(String part, boolean last) {
        var before = text;
        if (isRefused(last, (before == null ? 0L : before.length()) + part.length())) {
            return;
        }
        if (!last) {
            text = (before == null ? new StringBuilder() : before).append(part);
            return;
        }
        text = null;
        receive(before == null ? part : before.append(part).toString());
    }

    @Override
    public void utf8(byte[] part, boolean last) {
        var message = complete(part, last);
        if (message != null) {
            var decoded = new String(message, UTF_8);
            if (decoded.indexOf('\uFFFD') >= 0 && !isUtf8(message)) {
                breach(INVALID_DATA, "a text that is not UTF-8");
            } else {
                receive(decoded);
            }
        }
    }

    @Override
    public void binary(byte[] part, boolean last) {
        var message = complete(part, last);
        if (message != null) {
            try {
                receive(revision.decode(Bytes.owned(message)));
            } catch (EngineProtocolException invalid) {
                session().broken(transport(), invalid);
            }
        }
    }

    @Override
    public boolean isFull() {
        return session().inflow().isFull();
    }

    @Override
    public void whenRoom(Runnable task) {
        session().inflow().whenOpen(task);
    }

    @Override
    public void closed(int code) {
        var opened = transport;
        if (opened != null) {
            opened.ended();
            opened.lost(CloseReason.TRANSPORT_CLOSE, "closed with " + code);
        }
    }

    @Override
    public void failed(Throwable failure) {
        var opened = transport;
        if (opened != null) {
            opened.lost(CloseReason.TRANSPORT_ERROR, String.valueOf(failure));
            opened.close();
        }
    }

    /** The message, if the part completes it and it is not too long. */
    private byte @Nullable [] complete(byte[] part, boolean last) {
        var before = bytes;
        if (isRefused(last, (before == null ? 0L : before.size()) + part.length)) {
            return null;
        }
        if (last && before == null) {
            return part;
        }
        var all = before == null ? new ByteArrayOutputStream() : before;
        all.write(part, 0, part.length);
        bytes = last ? null : all;
        return last ? all.toByteArray() : null;
    }

    /** Counts a part; true if the message has too many of them or is too long, or one before it was. */
    private boolean isRefused(boolean last, long size) {
        if (broken) {
            return true;
        }
        parts = last ? 0 : parts + 1;
        if (parts == 1) {
            session().receiving(transport(), true);
        } else if (parts > MOST_PARTS) {
            session().hit(Limit.MESSAGE_PARTS);
            breach(POLICY_VIOLATION, "too many fragments");
        }
        if (size > limit()) {
            tooBig();
        }
        return broken;
    }

    private void receive(String message) {
        try {
            var packet = revision.decode(message);
            if (packet.bytes() > limit()) {
                tooBig();
            } else {
                receive(packet);
            }
        } catch (EngineProtocolException invalid) {
            session().broken(transport(), invalid);
        }
    }

    private void receive(EnginePacket packet) {
        session().received(transport(), packet);
    }

    private void tooBig() {
        session().hit(Limit.PAYLOAD_BYTES);
        breach(TOO_BIG, "message too big");
    }

    private void breach(int code, String description) {
        broken = true;
        text = null;
        bytes = null;
        transport().fail(code, description);
    }

    /** Asked only of texts in which the decoder has put a replacement, or which have that character. */
    private static boolean isUtf8(byte[] message) {
        try {
            UTF_8.newDecoder().decode(ByteBuffer.wrap(message));
            return true;
        } catch (CharacterCodingException invalid) {
            return false;
        }
    }

    private WebSocketTransport transport() {
        return requireNonNull(transport);
    }

    private EngineSession session() {
        return transport().session();
    }
}
