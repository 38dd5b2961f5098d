package io.parley;

import io.parley.adapter.Adapter;
import io.parley.engine.EngineServer;
import io.parley.kernel.Environment;
import io.parley.packet.Parser;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

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
    private final ServerOptions options;
    private final Environment environment;
    private final Parser parser;
    private final Adapter.Factory adapters;
    private final EngineServer engine;
    private final Map<String, Namespace> namespaces = new ConcurrentHashMap<>();
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
        return namespaces.computeIfAbsent(full, absent -> new Namespace(absent, this, adapters));
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

    /** Sends an event to everybody in {@code "/"}, see {@link BroadcastOperator#emit}. */
    public void emit(String event, Object... arguments) {
        root.emit(event, arguments);
    }

    /** Tells the applications on all other nodes an event, see {@link Namespace#serverSideEmit}. */
    public void serverSideEmit(String event, Object... arguments) {
        root.serverSideEmit(event, arguments);
    }

    /** Listens to what applications on other nodes emit, see {@link Namespace#onServerSide}. */
    public SocketIoServer onServerSide(String event, Consumer<Event> listener) {
        root.onServerSide(event, listener);
        return this;
    }

    /** The sockets in {@code "/"} on this node. A copy. */
    public Collection<Socket> sockets() {
        return root.sockets();
    }

    /** The name of this node: random, new with each start. */
    public String nodeId() {
        return adapters.nodeId();
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

    /** How many connections this node has, those that are in no namespace included. */
    public int connections() {
        return engine.size();
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

    Optional<Namespace> find(String name) {
        return Optional.ofNullable(namespaces.get(name));
    }

    ServerOptions options() {
        return options;
    }

    Environment environment() {
        return environment;
    }

    Parser parser() {
        return parser;
    }
}
