package io.parley.endpoint;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A class that answers the clients of a namespace. The container finds it when the WAR is deployed; there is one instance
 * for all clients, so that it has to be thread-safe. Where there is CDI it is an application-scoped bean, unless it has
 * another scope: it is injected, and interceptors and decorators apply.
 *
 * <!-- sample: unit
 * record Message(String id) {}
 * record Receipt(String id) {} -->
 * <pre>{@code
 * @SocketIoEndpoint("/chat")
 * public class Chat {
 *     @OnConnect
 *     void hello(Socket socket) {
 *         socket.join("lobby");
 *     }
 *
 *     @OnEvent("message")
 *     Receipt message(Message message, Socket socket) {
 *         socket.to("lobby").emit("message", message);
 *         return new Receipt(message.id());
 *     }
 * }
 * }</pre>
 *
 * <p>The methods are those with {@link OnConnect}, {@link OnEvent}, {@link OnAny}, {@link OnDisconnect}, {@link OnError}
 * and {@link Use}, of the class and of those it extends; any visibility, not static. Several classes may serve one
 * namespace, as long as no two of their methods are for the same event. What does not fit, a parameter that nothing is
 * known for or two methods for one event, stops the start with the name of the method.
 *
 * <p>Methods run on the pool of handlers and may block; those for one socket one at a time, in order, those for different
 * sockets in parallel. {@code @RolesAllowed}, {@code @PermitAll} and {@code @DenyAll}, on the class or a method, say who may
 * join and who may send an event.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface SocketIoEndpoint {
    /**
     * The namespace.
     *
     * @return a name that begins with a slash, or one between slashes and with an asterisk for a part, like
     *     {@code /projects/*}, for namespaces on demand
     */
    String value() default "/";

    /**
     * The path of the server, for an application that has several.
     *
     * @return empty: that of the setting {@code parley.path}; another path: a server of its own, with the same options but
     *     for the path
     */
    String path() default "";
}
