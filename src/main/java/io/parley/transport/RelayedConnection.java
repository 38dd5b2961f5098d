package io.parley.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.parley.engine.EngineOptions;
import io.parley.kernel.Bytes;
import io.parley.kernel.Environment;
import io.parley.kernel.SerialExecutor;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * One at the door, whose session is on another node: hands on what comes, part by part, so that all rules are the owner's.
 * What the owner sends waits here for the peer, as much as the {@link Window} allows.
 */
final class RelayedConnection implements WebSocketConnection, WebSocketChannel.Sender, Errand {
    private static final int NORMAL_CLOSURE = 1000;
    private static final int GOING_AWAY = 1001;

    /** For what waits when the owner closes. */
    private static final Duration LAST_MESSAGES = Duration.ofSeconds(2);

    private final RelayDoor.Link link;
    private final long id;
    private final Claim claim;
    private final EngineOptions options;
    private final Environment environment;
    private final Executor closer;

    private final Window window = new Window();
    private final Window.Receipts receipts;

    /** The first half of a character that a part ended with. Confined to who receives. */
    private String half = "";

    private volatile @Nullable WebSocketChannel channel;
    private volatile @Nullable ClosingHandshake closing;

    private final SerialExecutor sending;
    // confined to sending
    private final Queue<RelayMessage.Part> waiting = new ArrayDeque<>();
    private RelayMessage.@Nullable Part current;
    private int closeCode;

    RelayedConnection(
            RelayDoor.Link link,
            long id,
            Claim claim,
            EngineOptions options,
            Environment environment,
            Executor closer) {
        this.link = link;
        this.id = id;
        this.claim = claim;
        this.options = options;
        this.environment = environment;
        this.closer = closer;
        this.sending = SerialExecutor.inline(environment.failures());
        this.receipts =
                new Window.Receipts((messages, bytes) -> link.send(new RelayMessage.Confirmed(id, messages, bytes)));
    }

    @Override
    public EngineOptions options() {
        return options;
    }

    @Override
    public WebSocketChannel.Sender opened(WebSocketChannel opened) {
        channel = opened;
        closing = new ClosingHandshake(opened, closer);
        link.add(id, this);
        link.send(new RelayMessage.Upgrade(id, claim));
        return this;
    }

    @Override
    public void ready() {}

    /** Half a character cannot be written in UTF-8. */
    @Override
    public void text(String part, boolean last) {
        var all = half + part;
        int end = all.length();
        if (!last && end > 0 && Character.isHighSurrogate(all.charAt(end - 1))) {
            end--;
        }
        half = all.substring(end);
        utf8(all.substring(0, end).getBytes(UTF_8), last);
    }

    @Override
    public void utf8(byte[] part, boolean last) {
        pass(false, part, last);
    }

    @Override
    public void binary(byte[] part, boolean last) {
        pass(true, part, last);
    }

    private void pass(boolean binary, byte[] part, boolean last) {
        if (!link.has(id)) {
            return;
        }
        window.sent(part.length);
        try {
            link.send(new RelayMessage.Part(id, binary, last, Bytes.owned(part)));
        } catch (IllegalArgumentException largerThanAFrame) {
            failed(largerThanAFrame);
        }
    }

    @Override
    public boolean isFull() {
        return window.isFull();
    }

    @Override
    public void whenRoom(Runnable task) {
        window.whenRoom(task);
    }

    @Override
    public void closed(int code) {
        if (link.remove(id) != null) {
            link.send(new RelayMessage.Closed(id, code));
        }
        window.release();
        var handshake = closing;
        if (handshake != null) {
            handshake.ended();
        }
    }

    @Override
    public void failed(Throwable failure) {
        if (link.remove(id) != null) {
            link.send(new RelayMessage.Failed(id, String.valueOf(failure)));
            end(NORMAL_CLOSURE);
        }
    }

    @Override
    public void message(RelayMessage.Part message) {
        sending.execute(() -> {
            waiting.add(message);
            pump();
        });
    }

    @Override
    public void sent(boolean out) {
        sending.execute(() -> {
            var message = current;
            current = null;
            handshake().endsMessage();
            if (out && message != null) {
                receipts.add(message.content().size());
                pump();
            } else {
                failed(new IllegalStateException("send failed"));
            }
        });
    }

    private void pump() {
        if (current != null) {
            return;
        }
        var next = waiting.poll();
        if (next == null) {
            if (closeCode > 0) {
                handshake().start(closeCode);
            }
            return;
        }
        if (!handshake().beginsMessage()) {
            return;
        }
        current = next;
        try {
            if (next.binary()) {
                requireNonNull(channel).sendBinary(next.content());
            } else {
                requireNonNull(channel).sendText(next.content().toUtf8());
            }
        } catch (IllegalStateException | IllegalArgumentException broken) {
            current = null;
            handshake().endsMessage();
            failed(broken);
        }
    }

    @Override
    public void confirmed(int messages, long bytes) {
        window.confirmed(messages, bytes);
    }

    @Override
    public void close(int code) {
        end(code);
    }

    @Override
    public void leave() {
        if (link.remove(id) != null) {
            link.send(new RelayMessage.Closed(id, GOING_AWAY));
            end(GOING_AWAY);
        }
    }

    @Override
    public void lost() {
        end(GOING_AWAY);
    }

    /** What the owner has sent before still goes out, if the peer takes it soon. */
    private void end(int code) {
        window.release();
        sending.execute(() -> {
            closeCode = code;
            if (current != null || !waiting.isEmpty()) {
                environment.scheduler().schedule(LAST_MESSAGES.toNanos(), () -> handshake()
                        .start(code));
            }
            pump();
        });
    }

    private ClosingHandshake handshake() {
        return requireNonNull(closing);
    }
}
