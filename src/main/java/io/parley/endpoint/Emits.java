package io.parley.endpoint;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Tells of an event that the endpoint's code emits to clients of its namespace, for those who write clients: an emit is a
 * call, which nobody can find. Changes nothing about what is emitted.
 *
 * <!-- sample: members
 * record Message(String text) {}
 * -->
 * <pre>{@code
 * @OnEvent("message")
 * @Emits(event = "message", value = Message.class)
 * void message(Message message, Socket socket) {
 *     socket.broadcast().emit("message", message);
 * }
 * }</pre>
 */
@Documented
@Repeatable(Emits.All.class)
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface Emits {
    /**
     * The name of the event.
     *
     * @return as in the calls
     */
    String event();

    /**
     * The types of its arguments, in order.
     *
     * @return a list is told as an array: {@code Message[].class}
     */
    Class<?>[] value() default {};

    /**
     * What the client is to answer.
     *
     * @return {@code void}: nothing, it is not asked
     */
    Class<?> answer() default void.class;

    /** Several of them. */
    @Documented
    @Retention(RetentionPolicy.RUNTIME)
    @Target({ElementType.TYPE, ElementType.METHOD})
    @interface All {
        /**
         * Those that there are.
         *
         * @return of distinct events
         */
        Emits[] value();
    }
}
