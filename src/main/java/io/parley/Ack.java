package io.parley;

import io.parley.packet.Packet;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Answers one event of a client. Thread-safe; may be kept and used later. */
public final class Ack {
    /** For an event that nobody can answer. */
    static final Ack NONE = new Ack(null, Packet.Event.NO_ACK);

    private final @Nullable Socket socket;
    private final long id;
    private final AtomicBoolean sent = new AtomicBoolean();

    Ack(@Nullable Socket socket, long id) {
        this.socket = socket;
        this.id = id;
    }

    /** Whether the client waits for an answer. */
    public boolean isWanted() {
        return id != Packet.Event.NO_ACK;
    }

    /**
     * Sends the arguments as the answer. The first call counts, later ones do nothing; nothing is sent when the client
     * wanted no answer or is gone. Returns at once.
     *
     * @throws IllegalArgumentException if an argument cannot be written; no answer is sent, another one may be
     */
    public void send(@Nullable Object... arguments) {
        if (socket == null || !isWanted()) {
            return;
        }
        var frames = socket.frames(
                new Packet.Ack(socket.namespace().name(), id, socket.parser().payload(Arrays.asList(arguments))));
        if (sent.compareAndSet(false, true)) {
            socket.transmit(frames, false);
        }
    }

    /** Answers that an argument does not fit, if there was no answer yet. */
    void refuse(InvalidArgumentException invalid) {
        send(Map.of("error", new TreeMap<>(Map.of("code", "INVALID_ARGUMENT", "message", invalid.wordsForClient()))));
    }
}
