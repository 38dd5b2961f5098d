package io.parley;

import java.lang.reflect.Type;
import java.util.regex.Pattern;

/**
 * An argument of a client's event does not fit the type that the application asks for. Its message is for a log: it
 * tells event, index and type, and nothing that the client sent but the event's name; the cause may tell more.
 *
 * <p>When it leaves a listener, it goes to {@link Socket#onError}, and a client that wants an answer is sent one object
 * as the answer, if none was sent before:
 *
 * <pre>{@code
 * {"error": {"code": "INVALID_ARGUMENT", "message": "argument 0 is missing or not of the expected type"}}
 * }</pre>
 */
public final class InvalidArgumentException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");
    private static final int LONGEST_NAME = 100;

    private final String event;
    private final int index;
    private final transient Type type;

    InvalidArgumentException(String event, int index, Type type, IllegalArgumentException cause) {
        super("argument " + index + " of \"" + readable(event) + "\" is no " + type.getTypeName(), cause);
        this.event = event;
        this.index = index;
        this.type = type;
    }

    /** {@return the name of the event} */
    public String event() {
        return event;
    }

    /** {@return which argument, from 0} */
    public int index() {
        return index;
    }

    /** {@return what the application asked for} */
    public Type type() {
        return type;
    }

    /** Words for the client: none that tell of the application's code. */
    String wordsForClient() {
        return "argument " + index + " is missing or not of the expected type";
    }

    /** A listener to all events may see any name. */
    private static String readable(String name) {
        var start = name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) + "…" : name;
        return CONTROL.matcher(start).replaceAll("?");
    }
}
