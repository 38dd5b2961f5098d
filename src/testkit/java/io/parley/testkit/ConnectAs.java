package io.parley.testkit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Who a {@link SocketIoTestClient} is that a test has as its parameter.
 *
 * <pre>{@code
 * @Test
 * void alarm(@ConnectAs(value = "ann", roles = "chief") SocketIoTestClient admin) {
 *     admin.emit("alarm");
 * }
 * }</pre>
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
public @interface ConnectAs {
    /**
     * Whom the container has logged in.
     *
     * @return the name of the principal; empty: nobody
     */
    String value() default "";

    /**
     * The roles that the user has.
     *
     * @return as for {@link TestConnect#roles}
     */
    String[] roles() default {};

    /**
     * The namespace that it joins.
     *
     * @return empty: {@linkplain SocketIoTestServer#client the usual one}
     */
    String namespace() default "";

    /**
     * The node that it connects to.
     *
     * @return 1 is the first
     */
    int node() default 1;
}
