package io.parley;

import io.parley.packet.Arguments;
import java.lang.reflect.Type;
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

    /** {@return what the sender named it} */
    public String name() {
        return name;
    }

    /** {@return all arguments} */
    public Arguments arguments() {
        return arguments;
    }

    /** {@return how many arguments there are} */
    public int size() {
        return arguments.size();
    }

    /**
     * {@return the argument as {@link Arguments#get(int)} gives it; null also if there are fewer}
     *
     * @param index from 0
     */
    public @Nullable Object get(int index) {
        return arguments.get(index);
    }

    /**
     * The argument as a value of a certain type.
     *
     * @param <T> the type asked for
     * @param index from 0
     * @param type one of those that {@link Arguments#get(int, Class)} knows
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

    /**
     * The argument as a value of a certain type, which may have type arguments.
     *
     * @param index from 0
     * @param type one of those that {@link Arguments#get(int, Type)} knows
     * @return null if the argument is null or there are fewer, unless the type is primitive
     * @throws InvalidArgumentException as for {@link #get(int, Class)}
     */
    public @Nullable Object get(int index, Type type) {
        try {
            return arguments.get(index, type);
        } catch (IllegalArgumentException misfit) {
            throw new InvalidArgumentException(name, index, type, misfit);
        }
    }

    /** {@return whether the sender waits for an answer} */
    public boolean wantsAck() {
        return ack.isWanted();
    }

    /**
     * Answers the event, see {@link Ack#send}; nothing happens when nobody waits for an answer.
     *
     * @param values what the callback of the sender is given
     * @throws IllegalArgumentException if a value cannot be written; no answer is sent, another one may be
     */
    public void ack(@Nullable Object... values) {
        ack.send(values);
    }

    /** {@return what answers the event; may be kept, and used later on any thread} */
    public Ack answer() {
        return ack;
    }
}
