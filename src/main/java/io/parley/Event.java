package io.parley;

import io.parley.packet.Arguments;
import org.jspecify.annotations.Nullable;

/** An event that a client has emitted, or another node's application. Thread-safe. */
public final class Event {
    private final String name;
    private final Arguments arguments;
    private final Ack ack;

    Event(String name, Arguments arguments, Ack ack) {
        this.name = name;
        this.arguments = arguments;
        this.ack = ack;
    }

    /** What the client named it. */
    public String name() {
        return name;
    }

    /** All arguments. */
    public Arguments arguments() {
        return arguments;
    }

    /** How many arguments there are. */
    public int size() {
        return arguments.size();
    }

    /** The argument as {@link Arguments#get(int)} gives it; null if there are fewer. */
    public @Nullable Object get(int index) {
        return arguments.get(index);
    }

    /**
     * The argument as a value of that type, see {@link Arguments#get(int, Class)}.
     *
     * @return null if the argument is null or there are fewer, unless the type is primitive
     * @throws InvalidArgumentException if it does not fit the type. A listener need not catch it: the client is told
     */
    public <T> @Nullable T get(int index, Class<T> type) {
        try {
            return arguments.get(index, type);
        } catch (IllegalArgumentException misfit) {
            throw new InvalidArgumentException(name, index, type, misfit);
        }
    }

    /** Whether the client waits for an answer. */
    public boolean wantsAck() {
        return ack.isWanted();
    }

    /** Answers the event, see {@link Ack#send}; nothing happens when nobody waits for an answer. */
    public void ack(@Nullable Object... values) {
        ack.send(values);
    }

    Ack answer() {
        return ack;
    }
}
