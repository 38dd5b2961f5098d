package io.parley.testkit;

import io.parley.packet.Arguments;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** An event that has come to a client. Confined to the test's thread. */
public final class ReceivedEvent {
    private final String name;
    private final Arguments arguments;
    private final @Nullable Consumer<List<@Nullable Object>> answer;

    /** @param answer null: the server waits for none */
    ReceivedEvent(String name, Arguments arguments, @Nullable Consumer<List<@Nullable Object>> answer) {
        this.name = name;
        this.arguments = arguments;
        this.answer = answer;
    }

    /** {@return what the application named it} */
    public String name() {
        return name;
    }

    /** {@return all arguments} */
    public Arguments arguments() {
        return arguments;
    }

    /**
     * {@return an argument as {@link Arguments#get(int)} gives it; null also if there are fewer}
     *
     * @param index from 0
     */
    public @Nullable Object get(int index) {
        return arguments.get(index);
    }

    /**
     * {@return an argument as a certain type, see {@link Arguments#get(int, Class)}}
     *
     * @param <T> the type asked for
     * @param index from 0
     * @param type a record, a bean, String, a number, …
     * @throws AssertionError if there are fewer arguments, or it is null, or does not fit
     */
    public <T> T get(int index, Class<T> type) {
        return Given.argument(this, arguments, index, type);
    }

    /** {@return whether the application waits for an answer} */
    public boolean wantsAck() {
        return answer != null;
    }

    /**
     * Answers.
     *
     * @param values what the application is given
     * @throws AssertionError if the application does not wait for an answer
     */
    public void ack(@Nullable Object... values) {
        if (answer == null) {
            throw new AssertionError("nobody waits for an answer to " + this);
        }
        answer.accept(Arrays.asList(values));
    }

    /** Name and arguments, for messages. */
    @Override
    public String toString() {
        return Given.text(name, arguments);
    }
}
