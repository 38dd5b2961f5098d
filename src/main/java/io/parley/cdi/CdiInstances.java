package io.parley.cdi;

import io.parley.Socket;
import io.parley.SocketIoServer;
import io.parley.endpoint.EndpointException;
import io.parley.endpoint.EndpointInstances;
import io.parley.endpoint.Endpoints;
import jakarta.enterprise.context.control.RequestContextController;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.spi.CDI;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Endpoints as beans: their methods are called through contextual references, with the request scope and
 * {@link ConnectionScoped} active. A class that is no bean is a plain instance. Thread-safe.
 */
public final class CdiInstances implements EndpointInstances {
    private final Instance<Object> beans;
    private final ConnectionContext connections;
    private final boolean observed;
    private final Event<Socket> connected;
    private final Event<Socket> disconnected;
    private final Map<Class<?>, Object> instances = new HashMap<>();
    /** Those that nobody uses now: as many as there were calls at once. */
    private final Queue<RequestContextController> requests = new ConcurrentLinkedQueue<>();

    private CdiInstances(CDI<Object> cdi, EndpointExtension extension, Endpoints endpoints) {
        this.beans = cdi;
        this.connections = extension.connections();
        this.observed = extension.isObserved();
        var events = cdi.getBeanManager().getEvent();
        this.connected = events.select(Socket.class, Connected.Literal.INSTANCE);
        this.disconnected = events.select(Socket.class, Disconnected.Literal.INSTANCE);
        endpoints.types().forEach(type -> instances.put(type, instance(cdi, type, endpoints.methods())));
    }

    /** {@return whether the classes of CDI are there} If they are not, it throws a {@link LinkageError} itself. */
    public static boolean isPossible() {
        return Instance.class.isInterface();
    }

    /**
     * {@return the beans of the application that this thread deploys; empty if it has no CDI}
     *
     * @param endpoints of which there are instances from now on
     * @param io what {@code @Inject SocketIoServer} gets
     * @throws EndpointException if there are several beans of a class, one of its methods cannot be called on its bean, or a
     *     class that is no bean cannot be made
     */
    public static Optional<CdiInstances> find(Endpoints endpoints, SocketIoServer io) {
        CDI<Object> cdi;
        EndpointExtension extension;
        try {
            cdi = CDI.current();
            extension = cdi.getBeanManager().getExtension(EndpointExtension.class);
        } catch (IllegalStateException
                | IllegalArgumentException missing) { // the one of CDI, the other of the extension
            return Optional.empty();
        }
        extension.serve(io);
        return Optional.of(new CdiInstances(cdi, extension, endpoints));
    }

    private static Object instance(CDI<Object> cdi, Class<?> type, List<Method> methods) {
        var found = cdi.select(type);
        if (found.isUnsatisfied()) {
            return EndpointInstances.plain(List.of(type)).get(type);
        }
        if (found.isAmbiguous()) {
            throw new EndpointException(type.getName() + " is an endpoint of which there are several beans");
        }
        var scope = found.getHandle().getBean().getScope();
        if (cdi.getBeanManager().isNormalScope(scope)) {
            methods.stream()
                    .filter(method -> method.getDeclaringClass().isAssignableFrom(type))
                    .filter(method -> !isProxied(method, type))
                    .findFirst()
                    .ifPresent(method -> {
                        throw new EndpointException(method + " cannot be called on a bean of @" + scope.getSimpleName()
                                + "; it must not be private or final");
                    });
        }
        return found.get();
    }

    /** Whether a proxy in the package of the class has the method, too. */
    private static boolean isProxied(Method method, Class<?> type) {
        int modifiers = method.getModifiers();
        return !Modifier.isPrivate(modifiers)
                && !Modifier.isFinal(modifiers)
                && (Modifier.isPublic(modifiers)
                        || Modifier.isProtected(modifiers)
                        || method.getDeclaringClass().getPackage() == type.getPackage());
    }

    @Override
    public Object get(Class<?> type) {
        var instance = instances.get(type);
        if (instance == null) {
            throw new IllegalArgumentException(type.getName() + " is none of these endpoints");
        }
        return instance;
    }

    @Override
    public Surroundings enter(Socket socket) {
        var pooled = requests.poll();
        var request =
                pooled == null ? beans.select(RequestContextController.class).get() : pooled;
        boolean activated = request.activate();
        var visit = connections.enter(socket);
        return () -> {
            connections.leave(visit);
            if (activated) {
                request.deactivate();
            }
            requests.add(request);
        };
    }

    /**
     * Tells observers that a client has joined, and later that it has left.
     *
     * @param socket connected, on its serial
     */
    public void connected(Socket socket) {
        if (observed) {
            socket.onDisconnect(reason -> fire(disconnected, socket));
            fire(connected, socket);
        }
    }

    @SuppressWarnings("try") // closed is all that it is
    private void fire(Event<Socket> event, Socket socket) {
        try (var around = enter(socket)) {
            event.fire(socket);
        }
    }
}
