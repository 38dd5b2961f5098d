package io.parley;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Namespaces that are made when the first client asks for them. Thread-safe.
 *
 * <p>Each of them gets the middlewares and connection listeners of this parent, also those that are added later. How
 * many there may be is bounded by the options of the server: a client that would exceed it is refused with "Invalid
 * namespace". A namespace that nobody is in any more is forgotten, unless the application holds it by name.
 */
public final class ParentNamespace {
    private final NamespaceMatcher matcher;
    private final List<Middleware> middlewares = new CopyOnWriteArrayList<>();
    private final List<Consumer<Socket>> connectionListeners = new CopyOnWriteArrayList<>();
    private final Map<String, Namespace> children = new ConcurrentHashMap<>();

    ParentNamespace(NamespaceMatcher matcher) {
        this.matcher = matcher;
    }

    /**
     * Listens to sockets that join any of the namespaces, see {@link Namespace#on}.
     *
     * @param event {@code "connection"} or {@code "connect"}
     * @param listener runs before those of the namespace itself
     * @return this
     * @throws IllegalArgumentException if it is another event
     */
    public ParentNamespace on(String event, Consumer<Socket> listener) {
        Namespace.requireConnection(event);
        connectionListeners.add(listener);
        return this;
    }

    /**
     * Adds a check to all of the namespaces, see {@link Namespace#use}.
     *
     * @param middleware called before those of the namespace itself
     * @return this
     */
    public ParentNamespace use(Middleware middleware) {
        middlewares.add(middleware);
        return this;
    }

    /** {@return the namespaces that there are on this node now; a copy} */
    public Set<Namespace> children() {
        return Set.copyOf(children.values());
    }

    /**
     * {@return an operator on those in these rooms of all the namespaces that exist on this node}
     *
     * @param rooms names of rooms, or ids of sockets; none: everybody
     */
    public BroadcastOperator to(String... rooms) {
        return all().to(rooms);
    }

    /**
     * {@return the same as {@link #to}}
     *
     * @param rooms names of rooms, or ids of sockets; none: everybody
     */
    public BroadcastOperator in(String... rooms) {
        return to(rooms);
    }

    /**
     * {@return an operator on all but those in these rooms, in all of the namespaces that exist on this node}
     *
     * @param rooms names of rooms, or ids of sockets; none: everybody
     */
    public BroadcastOperator except(String... rooms) {
        return all().except(rooms);
    }

    /**
     * {@return an operator on all sockets of a user in all of the namespaces that exist on this node}
     *
     * @param user see {@link Socket#user()}; need not be there
     * @throws IllegalArgumentException if nobody can have that name
     */
    public BroadcastOperator toUser(String user) {
        return all().toUser(user);
    }

    /**
     * Sends an event to everybody in all of the namespaces that exist on this node, see {@link Namespace#emit}.
     *
     * @param event any name that is not {@linkplain io.parley.packet.ReservedEvents reserved}
     * @param arguments what the parser can write, see {@link io.parley.packet.JsonParser}
     * @throws IllegalArgumentException if the event is reserved or an argument cannot be written; nothing is sent then
     */
    public void emit(String event, @Nullable Object... arguments) {
        all().emit(event, arguments);
    }

    private BroadcastOperator all() {
        return BroadcastOperator.toAll(children.values());
    }

    boolean matches(String name, Map<String, Object> auth) {
        return matcher.matches(name, auth);
    }

    List<Middleware> middlewares() {
        return middlewares;
    }

    List<Consumer<Socket>> connectionListeners() {
        return connectionListeners;
    }

    void adopt(Namespace child) {
        children.put(child.name(), child);
    }

    void forget(Namespace child) {
        children.remove(child.name());
    }
}
