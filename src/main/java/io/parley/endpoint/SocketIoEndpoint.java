package io.parley.endpoint;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Stereotype;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A class that answers the clients of a namespace. The container finds it when the WAR is deployed; there is one instance
 * for all clients, so that it has to be thread-safe. Where there is CDI it is an application-scoped bean, unless it has
 * another scope: it is injected, interceptors and decorators apply, the request scope and {@code @ConnectionScoped} are
 * active, and its methods must not be private or final.
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
 * and {@link Use}, of the class and of those it extends; any visibility, not static; a method that is overridden counts
 * as the overriding one is annotated. The class is public and, unless it is a bean, has a public constructor without
 * parameters. Several classes may serve one namespace, as long as no two of their methods are for the same event. What does
 * not fit, a parameter that nothing is known for or two methods for one event, stops the start with the name of the method.
 *
 * <p>Methods run on the pool of handlers and may block; those for one socket one at a time, in order, those for different
 * sockets in parallel.
 *
 * <p>{@code @RolesAllowed}, {@code @PermitAll} and {@code @DenyAll} on the class say who may join, of several classes of a
 * namespace all: who may not is refused with "forbidden" and {@code {"code": "FORBIDDEN"}} as data, before any middleware.
 * On a method with {@link OnEvent} they say who, of those, may send the event. What counts are the roles at the handshake
 * ({@code Handshake.roles}); the container is asked for all that are named here; {@code "**"} is whoever has authenticated.
 * A role that nobody has lets nobody in.
 */
@Documented
@Stereotype
@ApplicationScoped
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface SocketIoEndpoint {
    /**
     * The namespace.
     *
     * @return a name that begins with a slash, or one with an asterisk for a part between slashes, like {@code /projects/*},
     *     for namespaces on demand; a name that has a class of its own is none of those
     */
    String value() default "/";

    /**
     * The path of the server, for an application that has several.
     *
     * @return empty: that of the setting {@code parley.path}; another path: the one that a {@code SocketIoApplication} makes
     *     there, or else a server of its own, with the same options but for the path
     */
    String path() default "";
}
