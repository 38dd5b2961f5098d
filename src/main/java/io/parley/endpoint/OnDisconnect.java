package io.parley.endpoint;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A method for a client that has left the namespace; the last one that is called for it. Parameters: those of
 * {@link OnConnect}, {@code DisconnectReason}, and a {@code String} for its details; returns nothing. The socket is in no
 * room any more. Socket.IO: {@code disconnect}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface OnDisconnect {}
