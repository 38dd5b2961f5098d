package io.parley.testkit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A class of tests, each of which has a server of its own in memory that runs these endpoints and applications.
 *
 * <pre>{@code
 * import io.parley.testkit.*;
 * import org.junit.jupiter.api.Test;
 *
 * @SocketIoTest(Greeter.class)
 * class GreeterTest {
 *     @Test
 *     void message_isToldToTheOthers(SocketIoTestClient ann, SocketIoTestClient bob) {
 *         ann.emit("message", "hello");
 *
 *         assert bob.received("message", String.class).equals("hello");
 *         ann.expectNothing();
 *     }
 * }
 *
 * class Greeter implements SocketIoApplication {
 *     public void start(SocketIoServer io) {
 *         io.on("connection", socket ->
 *                 socket.on("message", String.class, text -> socket.broadcast().emit("message", text)));
 *     }
 * }
 * }</pre>
 *
 * <p>Methods may have parameters of these types: {@link SocketIoTestClient}, each one more client that has connected, see
 * {@link ConnectAs}; {@link SocketIoTestServer}; {@link io.parley.SocketIoServer}, that of the first node;
 * {@link io.parley.testing.ManualTime}.
 *
 * <p>A test fails when the application's code throws and the test does not
 * {@linkplain SocketIoTestServer#failure ask} for it. Who wants other options, or instances with collaborators of the
 * test's, registers a {@link SocketIoTestServer} instead.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@ExtendWith(SocketIoTestExtension.class)
public @interface SocketIoTest {
    /**
     * What runs on the server.
     *
     * @return as for {@link SocketIoTestServer#of(Class...)}
     */
    Class<?>[] value();

    /**
     * How many nodes there are.
     *
     * @return 1 or more
     */
    int nodes() default 1;

    /**
     * Whether a test fails that leaves events of a client unread.
     *
     * @return true: it does
     */
    boolean failOnUnread() default false;
}
