package io.parley.cdi;

import jakarta.enterprise.util.AnnotationLiteral;
import jakarta.inject.Qualifier;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A client has joined a namespace: {@code void hello(@Observes @Connected Socket socket)}. Told in the order of the events of the
 * socket, before the first of them; in no order among listeners and methods with {@code @OnConnect}. What
 * an observer throws is logged.
 */
@Documented
@Qualifier
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.PARAMETER, ElementType.FIELD, ElementType.METHOD, ElementType.TYPE})
public @interface Connected {
    /** The annotation itself, to fire events with. */
    final class Literal extends AnnotationLiteral<Connected> implements Connected {
        private static final long serialVersionUID = 1L;

        /** It has no members. */
        public static final Literal INSTANCE = new Literal();

        private Literal() {}
    }
}
