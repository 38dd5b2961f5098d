package io.parley.endpoint;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A method for all events of a client, before those for each. Parameters: those of {@link OnConnect}, and {@code Event},
 * which has name and arguments; returns nothing. Socket.IO: {@code socket.onAny}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface OnAny {}
