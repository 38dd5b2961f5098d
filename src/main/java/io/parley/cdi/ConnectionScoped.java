package io.parley.cdi;

import jakarta.enterprise.context.NormalScope;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A bean of which each socket has one: made when a method of an endpoint, or an observer of {@link Connected} or
 * {@link Disconnected}, first uses it for that socket, and destroyed after the last method that is called for the socket. One
 * that is used by a middleware goes with its socket, too, when that is refused. An endpoint itself may have this scope: then
 * it need not be thread-safe.
 *
 * <p>Elsewhere, in listeners that are no methods of endpoints and in what completes later, the scope is not active.
 */
@Documented
@Inherited
@NormalScope
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.FIELD})
public @interface ConnectionScoped {}
