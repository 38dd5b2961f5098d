package io.parley.cdi;

import jakarta.enterprise.util.AnnotationLiteral;
import jakarta.inject.Qualifier;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A client has left the namespace: {@code void bye(@Observes @Disconnected Socket socket)}. The socket is in no room any more. Told in
 * the order of the events of the socket, after the last of them. What
 * an observer throws is logged.
 */
@Documented
@Qualifier
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.PARAMETER, ElementType.FIELD, ElementType.METHOD, ElementType.TYPE})
public @interface Disconnected {
    /** The annotation itself, to fire events with. */
    final class Literal extends AnnotationLiteral<Disconnected> implements Disconnected {
        private static final long serialVersionUID = 1L;

        /** It has no members. */
        public static final Literal INSTANCE = new Literal();

        private Literal() {}
    }
}
