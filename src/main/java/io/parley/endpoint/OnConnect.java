package io.parley.endpoint;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A method for each client that has joined the namespace, before its first event. Parameters, by type: {@code Socket},
 * {@code Namespace}, {@code SocketIoServer}, {@code Handshake}, {@code Principal}, which is null if the container has
 * authenticated nobody, {@code Optional<Principal>}; returns nothing. What it throws goes to {@link OnError}; the client
 * stays. Several are called in the order of their names, those of superclasses first. Socket.IO: {@code io.on("connection")}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface OnConnect {}
