package io.parley.endpoint;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A method that decides whether a client may join the namespace, before {@link OnConnect}: a middleware. Parameters: those
 * of {@link OnConnect}. Returns nothing; a {@code ConnectionRefusedException} refuses the client with its message and
 * data, any other exception with "Internal error". With an {@code Event} among its parameters it looks at each event
 * before the methods for events, of all classes of the namespace: what it throws goes to {@link OnError}, the event to nobody,
 * and the client that waits gets an error as for {@link OnEvent}. Several run in the order of their numbers. Socket.IO:
 * {@code io.use}, {@code socket.use}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Use {
    /**
     * The order among the middlewares of a class.
     *
     * @return smaller ones run first; of the same number in no order
     */
    int value() default 0;
}
