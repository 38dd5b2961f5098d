package io.parley.testkit;

import io.parley.packet.Arguments;
import org.jspecify.annotations.Nullable;

/**
 * The answer that a client waits for: there at once, unless the application answers later. Confined to the test's thread.
 */
public final class Answer {
    private final String question;
    private @Nullable Arguments arguments;

    Answer(String question) {
        this.question = question;
    }

    void arrived(Arguments given) {
        arguments = given;
    }

    /** {@return whether it is there} */
    public boolean isThere() {
        return arguments != null;
    }

    /**
     * {@return what the application answered}
     *
     * @throws AssertionError if there is no answer yet
     */
    public Arguments arguments() {
        if (arguments == null) {
            throw new AssertionError("no answer yet to " + question);
        }
        return arguments;
    }

    /**
     * {@return a value of the answer as {@link Arguments#get(int)} gives it; null also if there are fewer}
     *
     * @param index from 0
     * @throws AssertionError if there is no answer yet
     */
    public @Nullable Object get(int index) {
        return arguments().get(index);
    }

    /**
     * {@return a value of the answer as a certain type, see {@link Arguments#get(int, Class)}}
     *
     * @param <T> the type asked for
     * @param index from 0
     * @param type a record, a bean, String, a number, …
     * @throws AssertionError if there is no answer yet, or it has fewer values, or the value is null or does not fit
     */
    public <T> T get(int index, Class<T> type) {
        return Given.argument(this, arguments(), index, type);
    }

    /**
     * {@return the first value of the answer as a certain type}
     *
     * @param <T> the type asked for
     * @param type as for {@link #get(int, Class)}
     * @throws AssertionError as for {@link #get(int, Class)}
     */
    public <T> T as(Class<T> type) {
        return get(0, type);
    }

    /** The answer, for messages. */
    @Override
    public String toString() {
        return arguments == null ? "no answer yet to " + question : Given.text("answer to " + question, arguments);
    }
}
