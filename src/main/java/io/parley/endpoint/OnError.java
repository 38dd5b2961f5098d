package io.parley.endpoint;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A method for what the other methods of the class throw, for arguments that do not fit or are not valid, and for events
 * that are refused. Parameters: those of {@link OnConnect}, and a {@code Throwable} or a subtype: of several methods the
 * one of the nearest type is called. Returns nothing, or the answer for a client that waits for one and has none yet; null is
 * none: then it gets the usual error. Without such a method the failure goes to {@code Socket.onError}, or else to the log.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface OnError {}
