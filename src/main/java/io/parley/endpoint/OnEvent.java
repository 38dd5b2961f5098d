package io.parley.endpoint;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A method for an event of a client. Parameters, by type: those of {@link OnConnect}, {@code Event} and {@code Ack}; all
 * others are the arguments of the event, in order: plain values, {@code byte[]}, public records and beans, lists and maps
 * of them. One that the client did not send is null, or an empty {@code Optional}, and does not fit if it is primitive. With
 * {@code @Valid} an argument is checked by Bean Validation first.
 *
 * <p>What it returns is the answer, if the client waits for one; a {@code CompletionStage} answers when it completes, and
 * what it fails with goes to {@link OnError} in its turn among the events of the socket. A method that returns nothing answers
 * with nothing, once it has returned; unless it takes an {@code Ack} or {@code Event}: then it answers itself, now or later.
 *
 * <p>What it throws goes to {@link OnError}, and the client that waits gets {@code {"error": {"code": …, "message": …}}} as
 * the answer: {@code FORBIDDEN} if it lacks the role; {@code INVALID_ARGUMENT} for an argument that does not fit; {@code
 * INVALID} with {@code violations} for one that is not valid; what an {@code EventRefusedException} says; for all else
 * {@code ERROR}, without what it was.
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
