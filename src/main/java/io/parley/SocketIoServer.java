package io.parley;

import io.parley.adapter.Adapter;
import io.parley.engine.EngineServer;
import io.parley.kernel.Environment;
import io.parley.kernel.Limit;
import io.parley.packet.Parser;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A Socket.IO server: the {@code io} of Socket.IO. What is not about a namespace by name is about {@code "/"}.
 * Thread-safe; no method blocks.
 *
 * <pre>{@code
 * io.on("connection", socket -> {
 *     socket.join("lobby");
 *     socket.on("message", event -> io.to("lobby").emit("message", event.get(0)));
 * });
 * }</pre>
 */
public final class SocketIoServer implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(SocketIoServer.class.getName());

    private final ServerOptions options;
    private final Environment environment;
    private final Parser parser;
    private final Adapter.Factory adapters;
    private final EngineServer engine;
    private final Map<String, Place> namespaces = new ConcurrentHashMap<>();
    private final List<ParentNamespace> parents = new CopyOnWriteArrayList<>();
    private final List<Consumer<Namespace>> namespaceListeners = new CopyOnWriteArrayList<>();
    private final Namespace root;

    /** A server of these parts; it serves clients as soon as transports open sessions on its {@link #engine}. */
    public SocketIoServer(ServerOptions options, Environment environment, Parser parser, Adapter.Factory adapters) {
        this.options = options;
        this.environment = environment;
        this.parser = parser;
        this.adapters = adapters;
        this.engine = new EngineServer(options.engine(), environment, session -> new Client(this, session));
        this.root = of("/");
    }

    /** Listens to sockets that join {@code "/"}, see {@link Namespace#on}. */
    public SocketIoServer on(String event, Consumer<Socket> listener) {
        root.on(event, listener);
        return this;
    }

    /**
     * The namespace of that name; made if there is none, and from then on clients can join it.
     *
     * @param name with or without the slash in front
     * @throws IllegalArgumentException if it has a comma, or more characters than clients may send
     */
    public Namespace of(String name) {
        var full = name.startsWith("/") ? name : "/" + name;
        if (full.indexOf(',') >= 0 || full.length() > options.parserLimits().maxNamespaceLength()) {
            throw new IllegalArgumentException("a namespace has no comma and at most "
                    + options.parserLimits().maxNamespaceLength() + " characters: " + name);
        }
        return enter(full, parentOf(full, Map.of()).orElse(null), place -> place.pinned = true);
    }

    /**
     * Namespaces that are made when a client asks for them by a name that the pattern matches as a whole. Of several
     * such parents the first that matches counts.
     */
    public ParentNamespace of(Pattern names) {
        return of((name, auth) -> names.matcher(name).matches());
    }

    /** The same, for those names that the matcher accepts. */
    public ParentNamespace of(NamespaceMatcher matcher) {
        var parent = new ParentNamespace(matcher);
        parents.add(parent);
        return parent;
    }

    /** Calls the listener with each namespace that is made, on the thread that makes it; it must return quickly. */
    public SocketIoServer onNewNamespace(Consumer<Namespace> listener) {
        namespaceListeners.add(listener);
        return this;
    }

    /** Adds a check to {@code "/"}, see {@link Namespace#use}. */
    public SocketIoServer use(Middleware middleware) {
        root.use(middleware);
        return this;
    }

    /** Those in these rooms of {@code "/"}; a socket's id is a room. */
    public BroadcastOperator to(String... rooms) {
        return root.to(rooms);
    }

    /** The same as {@link #to}. */
    public BroadcastOperator in(String... rooms) {
        return root.in(rooms);
    }

    /** All in {@code "/"} but those in these rooms; a socket's id is a room. */
    public BroadcastOperator except(String... rooms) {
        return root.except(rooms);
    }

    /** The sockets in {@code "/"} on this node. */
    public BroadcastOperator local() {
        return root.local();
    }

    /** All in {@code "/"} who can take it at once. Socket.IO: {@code volatile}. */
    public BroadcastOperator lossy() {
        return root.lossy();
    }

    /** All in {@code "/"}, with what is emitted compressed on its way or not, see {@link BroadcastOperator#compress}. */
    public BroadcastOperator compress(boolean wanted) {
        return root.compress(wanted);
    }

    /** Sends an event to everybody in {@code "/"}, see {@link BroadcastOperator#emit}. */
    public void emit(String event, @Nullable Object... arguments) {
        root.emit(event, arguments);
    }

    /** Tells the applications on all other nodes an event, see {@link Namespace#serverSideEmit}. */
    public void serverSideEmit(String event, @Nullable Object... arguments) {
        root.serverSideEmit(event, arguments);
    }

    /** Asks the applications on all other nodes, see {@link Namespace#serverSideEmitWithAck}. */
    public CompletionStage<ServerSideAnswers> serverSideEmitWithAck(String event, @Nullable Object... arguments) {
        return root.serverSideEmitWithAck(event, arguments);
    }

    /** Listens to what applications on other nodes emit, see {@link Namespace#onServerSide}. */
    public SocketIoServer onServerSide(String event, Consumer<Event> listener) {
        root.onServerSide(event, listener);
        return this;
    }

    /** An operator on {@code "/"} that waits no longer than this for answers. */
    public BroadcastOperator timeout(Duration longest) {
        return root.timeout(longest);
    }

    /** Asks everybody in {@code "/"} on this node, see {@link BroadcastOperator#emitWithAck}. */
    public CompletionStage<BroadcastAnswers> emitWithAck(String event, @Nullable Object... arguments) {
        return root.emitWithAck(event, arguments);
    }

    /** Emits {@code "message"} with these arguments to everybody in {@code "/"}. */
    public void send(@Nullable Object... arguments) {
        root.send(arguments);
    }

    /** Tells of all sockets in {@code "/"}, see {@link BroadcastOperator#fetchSockets}. */
    public CompletionStage<FetchedSockets> fetchSockets() {
        return root.fetchSockets();
    }

    /** Makes everybody in {@code "/"} join these rooms, see {@link BroadcastOperator#socketsJoin}. */
    public void socketsJoin(String... rooms) {
        root.socketsJoin(rooms);
    }

    /** Makes everybody in {@code "/"} leave these rooms. */
    public void socketsLeave(String... rooms) {
        root.socketsLeave(rooms);
    }

    /** Disconnects everybody in {@code "/"}, see {@link Socket#disconnect(boolean)}. */
    public void disconnectSockets(boolean closeConnection) {
        root.disconnectSockets(closeConnection);
    }

    /** The sockets in {@code "/"} on this node. A copy. */
    public Collection<Socket> sockets() {
        return root.sockets();
    }

    /** The name of this node: random, new with each start. */
    public String nodeId() {
        return adapters.nodeId();
    }

    /** What people call this node: the name in the options, or else the beginning of its id. */
    public String nodeName() {
        return options.nodeName().isEmpty()
                ? nodeId().substring(0, Math.min(8, nodeId().length()))
                : options.nodeName();
    }

    /** The nodes of the cluster, this one included, as this one sees it. */
    public Set<String> nodes() {
        return adapters.nodes();
    }

    /** Calls the listener with all nodes when some have come or gone. It must return quickly. */
    public SocketIoServer onNodesChanged(Consumer<Set<String>> listener) {
        adapters.onNodesChanged(listener);
        return this;
    }

    /** The options it was made with. */
    public ServerOptions options() {
        return options;
    }

    /** How many connections this node has, those that are in no namespace included. */
    public int connections() {
        return engine.size();
    }

    /** How often each limit was hit since the start, those that never were included. A copy, immutable. */
    public Map<Limit, Long> counters() {
        return engine.counters().snapshot();
    }

    /** Where transports open sessions. */
    public EngineServer engine() {
        return engine;
    }

    /**
     * Closes all connections of this node: sockets are disconnected with "server shutting down", no DISCONNECT is sent,
     * so that clients come back by themselves, to another node or when this one is up again. Returns before listeners
     * have heard of it.
     */
    @Override
    public void close() {
        engine.close();
    }

    /** The namespace for a client that wants to join it, made on demand; it stays until it is {@link #release}d. */
    Optional<Namespace> acquire(String name, Map<String, Object> auth) {
        var existing = namespaces.computeIfPresent(name, (same, place) -> {
            place.clients++;
            return place;
        });
        if (existing != null) {
            return Optional.of(existing.namespace);
        }
        var parent = parentOf(name, auth);
        if (parent.isEmpty()) {
            return Optional.empty();
        }
        if (namespaces.size() >= options.maxDynamicNamespaces()) {
            engine.counters().hit(Limit.DYNAMIC_NAMESPACES);
            return Optional.empty();
        }
        return Optional.of(enter(name, parent.get(), place -> place.clients++));
    }

    /** A client has left the namespace; one that was made on demand is forgotten with the last of them. */
    void release(Namespace namespace) {
        namespaces.computeIfPresent(namespace.name(), (name, place) -> {
            place.clients--;
            if (place.clients > 0 || place.pinned) {
                return place;
            }
            var parent = namespace.parent();
            if (parent != null) {
                parent.forget(namespace);
            }
            namespace.adapter().close();
            return null;
        });
    }

    private Optional<ParentNamespace> parentOf(String name, Map<String, Object> auth) {
        for (var parent : parents) {
            try {
                if (parent.matches(name, auth)) {
                    return Optional.of(parent);
                }
            } catch (RuntimeException failure) {
                LOG.log(Level.ERROR, "a namespace matcher failed", failure);
            }
        }
        return Optional.empty();
    }

    /** Finds or makes a namespace, notes in its place why it stays, and tells who listens if it is new. */
    private Namespace enter(String name, @Nullable ParentNamespace parent, Consumer<Place> reason) {
        boolean[] made = {false};
        var entered = namespaces.compute(name, (same, existing) -> {
            made[0] = existing == null;
            var place = existing == null ? new Place(make(name, parent)) : existing;
            reason.accept(place);
            return place;
        });
        if (made[0]) {
            namespaceListeners.forEach(listener -> listener.accept(entered.namespace));
        }
        return entered.namespace;
    }

    private Namespace make(String name, @Nullable ParentNamespace parent) {
        var namespace = new Namespace(name, this, adapters, parent);
        if (parent != null) {
            parent.adopt(namespace);
        }
        return namespace;
    }

    /** Throws an {@link IllegalArgumentException} if one is too long. */
    void requireRoomNames(Collection<String> rooms) {
        int most = options.maxRoomLength();
        for (var room : rooms) {
            if (room.length() > most) {
                engine.counters().hit(Limit.ROOM_LENGTH);
                throw new IllegalArgumentException(
                        "the name of a room has " + room.length() + " characters, more than " + most);
            }
        }
    }

    Environment environment() {
        return environment;
    }

    Parser parser() {
        return parser;
    }

    /** A namespace, and what keeps it; changed only inside a compute of its name. */
    private static final class Place {
        final Namespace namespace;
        int clients;
        boolean pinned;

        Place(Namespace namespace) {
            this.namespace = namespace;
        }
    }
}
