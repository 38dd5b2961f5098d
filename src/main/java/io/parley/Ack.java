package io.parley;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Answers one event of a client, or of another node's application. Thread-safe; may be kept and used later. */
public final class Ack {
    /** For an event that nobody can answer. */
    static final Ack NONE = new Ack(null);

    private final @Nullable Function<List<@Nullable Object>, Runnable> writer;
    private final AtomicBoolean sent = new AtomicBoolean();

    /** @param writer writes an answer, and returns what sends it; null: nobody waits for one */
    Ack(@Nullable Function<List<@Nullable Object>, Runnable> writer) {
        this.writer = writer;
    }

    /** {@return whether the sender of the event waits for an answer} */
    public boolean isWanted() {
        return writer != null;
    }

    /**
     * Sends the answer. The first call counts, later ones do nothing; nothing is sent when the client wanted no answer
     * or is gone. Returns at once.
     *
     * @param arguments what the callback of the sender is given: all that {@link Socket#emit} takes
     * @throws IllegalArgumentException if an argument cannot be written; no answer is sent, another one may be
     */
    public void send(@Nullable Object... arguments) {
        if (writer == null) {
            return;
        }
        var answer = writer.apply(Arrays.asList(arguments));
        if (sent.compareAndSet(false, true)) {
            answer.run();
        }
    }

    /**
     * Answers that the event has failed, with one object, if there was no answer yet:
     *
     * <pre>{@code
     * {"error": {"code": "ERROR", "message": "the server could not do it"}}
     * }</pre>
     *
     * @param failure an {@link EventRefusedException} or {@link InvalidArgumentException}: the client is told what they say
     *     is wrong; anything else: as above, whatever it was
     */
    public void fail(Throwable failure) {
        if (isWanted()) {
            send(Map.of("error", EventRefusedException.of(failure).fields()));
        }
    }
}
