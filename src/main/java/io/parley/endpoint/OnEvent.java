package io.parley.endpoint;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A method for an event of a client. Parameters, by type: those of {@link OnConnect}, {@code Event} and {@code Ack}; all
 * others are the arguments of the event, in order: plain values, {@code byte[]}, lists, records, beans. With
 * {@code @Valid} an argument is checked by Bean Validation first.
 *
 * <p>What it returns is the answer, if the client waits for one; a {@code CompletionStage} answers when it completes. A
 * method that takes an {@code Ack} answers itself and returns nothing. What it throws goes to {@link OnError}, and the
 * client gets {@code {"error": {"code": …, "message": …}}} as the answer: of an argument that does not fit or is not
 * valid, with what is wrong with it; of all else, without what it was.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface OnEvent {
    /**
     * The name of the event.
     *
     * @return one that is not reserved, of any length
     */
    String value();
}
