package io.parley;

import io.parley.adapter.Adapter;
import io.parley.adapter.ClusterGap;
import io.parley.engine.EngineServer;
import io.parley.kernel.Environment;
import io.parley.kernel.Limit;
import io.parley.kernel.Several;
import io.parley.packet.Parser;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
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

    /** Stands in {@link #eventCounters} for all namespaces that are made on demand; no namespace has this name. */
    public static final String ON_DEMAND = "on-demand";

    private final ServerOptions options;
    private final Environment environment;
    private final Parser parser;
    private final Adapter.Factory adapters;
    private final EngineServer engine;
    private final Audit audit;
    private final Several<LatencyListener> latencies = new Several<>();
    private final Map<String, EventTally> tallies = new ConcurrentHashMap<>();
    private final UserDirectory userDirectory;
    private final Map<String, Place> namespaces = new ConcurrentHashMap<>();
    private final List<ParentNamespace> parents = new CopyOnWriteArrayList<>();
    private final List<Consumer<Namespace>> namespaceListeners = new CopyOnWriteArrayList<>();
    private final Namespace root;

    /**
     * Serves clients as soon as transports open sessions on its {@link #engine}.
     *
     * @param options of this server
     * @param environment may be shared with other servers
     * @param parser for this server alone, see {@link ServerOptions#newParser}
     * @param adapters of this server, see {@link io.parley.adapter.LocalAdapter#factory} and
     *     {@link io.parley.adapter.ClusterAdapters#of}
     */
    public SocketIoServer(ServerOptions options, Environment environment, Parser parser, Adapter.Factory adapters) {
        this.options = options;
        this.environment = environment;
        this.parser = parser;
        this.adapters = adapters;
        this.engine = new EngineServer(options.engine(), environment, session -> new Client(this, session));
        this.audit = new Audit(engine);
        this.userDirectory = new UserDirectory(environment, engine.counters(), options.presenceGrace(), adapters);
        this.root = of("/");
    }

    /**
     * Listens to sockets that join {@code "/"}, see {@link Namespace#on}.
     *
     * @param event {@code "connection"} or {@code "connect"}
     * @param listener runs before any event of the socket, and may block
     * @return this
     * @throws IllegalArgumentException if it is another event: those are listened to on the socket
     */
    public SocketIoServer on(String event, Consumer<Socket> listener) {
        root.on(event, listener);
        return this;
    }

    /**
     * {@return the namespace of that name; made if there is none, and from then on clients can join it}
     *
     * @param name with or without the slash in front
     * @throws IllegalArgumentException if it has a comma, or more characters than clients may send
     */
    public Namespace of(String name) {
        var full = name.startsWith("/") ? name : "/" + name;
        if (!isName(full)) {
            throw new IllegalArgumentException("a namespace has no comma and at most "
                    + options.parserLimits().maxNamespaceLength() + " characters: " + name);
        }
        return enter(full, parentOf(full, Map.of()).orElse(null), place -> place.pinned = true);
    }

    private boolean isName(String full) {
        return full.startsWith("/")
                && full.indexOf(',') < 0
                && full.length() <= options.parserLimits().maxNamespaceLength();
    }

    /**
     * Does something with a namespace that is there. One that is made on demand is made for it if a client would get it, too,
     * without {@code auth}; and forgotten again if no client has joined meanwhile.
     *
     * @param name with the slash in front
     * @param visitor called on this thread, once or not at all
     * @return whether there is such a namespace
     */
    public boolean visit(String name, Consumer<Namespace> visitor) {
        var found = isName(name) ? acquire(name, Map.of()) : Optional.<Namespace>empty();
        found.ifPresent(namespace -> {
            try {
                visitor.accept(namespace);
            } finally {
                release(namespace);
            }
        });
        return found.isPresent();
    }

    /**
     * Namespaces that are made when a client asks for them by name. Of several such parents the first that matches
     * counts.
     *
     * @param names matches names as a whole, with the slash in front
     * @return what they have in common
     */
    public ParentNamespace of(Pattern names) {
        return of((name, auth) -> names.matcher(name).matches());
    }

    /**
     * The same, for those names that the matcher accepts.
     *
     * @param matcher asked for each client that wants a namespace that does not exist, until one parent accepts
     * @return what they have in common
     */
    public ParentNamespace of(NamespaceMatcher matcher) {
        var parent = new ParentNamespace(matcher);
        parents.add(parent);
        return parent;
    }

    /**
     * Listens to namespaces that are made.
     *
     * @param listener called on the thread that makes one; must return quickly
     * @return this
     */
    public SocketIoServer onNewNamespace(Consumer<Namespace> listener) {
        namespaceListeners.add(listener);
        return this;
    }

    /**
     * Adds a check to {@code "/"}, see {@link Namespace#use}.
     *
     * @param middleware called after those added before
     * @return this
     */
    public SocketIoServer use(Middleware middleware) {
        root.use(middleware);
        return this;
    }

    /**
     * {@return an operator on those in these rooms of {@code "/"}}
     *
     * @param rooms names of rooms, or ids of sockets; none: everybody
     */
    public BroadcastOperator to(String... rooms) {
        return root.to(rooms);
    }

    /**
     * {@return the same as {@link #to}}
     *
     * @param rooms names of rooms, or ids of sockets; none: everybody
     */
    public BroadcastOperator in(String... rooms) {
        return root.in(rooms);
    }

    /**
     * {@return an operator on all in {@code "/"} but those in these rooms}
     *
     * @param rooms names of rooms, or ids of sockets; none: everybody
     */
    public BroadcastOperator except(String... rooms) {
        return root.except(rooms);
    }

    /**
     * {@return an operator on all sockets of a user in {@code "/"}, on all nodes}
     *
     * @param user see {@link Socket#user()}
     * @throws IllegalArgumentException if nobody can have that name
     */
    public BroadcastOperator toUser(String user) {
        return root.toUser(user);
    }

    /**
     * {@return whether a user is in {@code "/"}, on any node} See {@link Namespace#presence}.
     *
     * @param user need not exist
     */
    public Presence presence(String user) {
        return root.presence(user);
    }

    /**
     * {@return how many sockets a user has in {@code "/"}, on all nodes}
     *
     * @param user need not exist
     */
    public int devices(String user) {
        return root.devices(user);
    }

    /** {@return the users in {@code "/"}, on all nodes, who are online or away; a copy, made by looking at all users} */
    public Set<String> users() {
        return root.users();
    }

    /**
     * Listens to users who come to {@code "/"}, go, or are away, see {@link Namespace#onPresence}.
     *
     * @param listener given the user, and where it has come to; may block
     * @return this
     */
    public SocketIoServer onPresence(BiConsumer<String, Presence> listener) {
        root.onPresence(listener);
        return this;
    }

    /** {@return an operator on the sockets in {@code "/"} on this node} */
    public BroadcastOperator local() {
        return root.local();
    }

    /** {@return an operator on all in {@code "/"} who can take it at once} Socket.IO: {@code volatile}. */
    public BroadcastOperator lossy() {
        return root.lossy();
    }

    /**
     * {@return an operator on all in {@code "/"}, with what is emitted compressed on its way or not}
     *
     * @param wanted see {@link BroadcastOperator#compress}
     */
    public BroadcastOperator compress(boolean wanted) {
        return root.compress(wanted);
    }

    /**
     * Sends an event to everybody in {@code "/"}, see {@link BroadcastOperator#emit}.
     *
     * @param event any name that is not {@linkplain io.parley.packet.ReservedEvents reserved}
     * @param arguments what the parser can write, see {@link io.parley.packet.JsonParser}
     * @throws IllegalArgumentException if the event is reserved or an argument cannot be written; nothing is sent then
     */
    public void emit(String event, @Nullable Object... arguments) {
        root.emit(event, arguments);
    }

    /**
     * Tells the applications on all other nodes an event, see {@link Namespace#serverSideEmit}.
     *
     * @param event as for {@link #emit}
     * @param arguments as for {@link #emit}
     * @throws IllegalArgumentException as for {@link #emit}
     */
    public void serverSideEmit(String event, @Nullable Object... arguments) {
        root.serverSideEmit(event, arguments);
    }

    /**
     * Asks the applications on all other nodes, see {@link Namespace#serverSideEmitWithAck}.
     *
     * @param event as for {@link #emit}
     * @param arguments as for {@link #emit}
     * @return the answers, and who has not answered; does not fail
     * @throws IllegalArgumentException as for {@link #emit}
     */
    public CompletionStage<ServerSideAnswers> serverSideEmitWithAck(String event, @Nullable Object... arguments) {
        return root.serverSideEmitWithAck(event, arguments);
    }

    /**
     * Listens to what applications on other nodes emit, see {@link Namespace#onServerSide}.
     *
     * @param event the name to listen to
     * @param listener called one event at a time, in order per node; may block
     * @return this
     */
    public SocketIoServer onServerSide(String event, Consumer<Event> listener) {
        root.onServerSide(event, listener);
        return this;
    }

    /**
     * {@return an operator on {@code "/"} that waits no longer than this for answers}
     *
     * @param longest more than 0
     * @throws IllegalArgumentException if it is not
     */
    public BroadcastOperator timeout(Duration longest) {
        return root.timeout(longest);
    }

    /**
     * Asks everybody in {@code "/"}, see {@link BroadcastOperator#emitWithAck}.
     *
     * @param event as for {@link #emit}
     * @param arguments as for {@link #emit}
     * @return the answers, and who has not answered; does not fail
     * @throws IllegalArgumentException as for {@link #emit}
     */
    public CompletionStage<BroadcastAnswers> emitWithAck(String event, @Nullable Object... arguments) {
        return root.emitWithAck(event, arguments);
    }

    /**
     * Emits {@code "message"} to everybody in {@code "/"}.
     *
     * @param arguments as for {@link #emit}
     * @throws IllegalArgumentException as for {@link #emit}
     */
    public void send(@Nullable Object... arguments) {
        root.send(arguments);
    }

    /** {@return all sockets in {@code "/"}, see {@link BroadcastOperator#fetchSockets}} */
    public CompletionStage<FetchedSockets> fetchSockets() {
        return root.fetchSockets();
    }

    /**
     * Makes everybody in {@code "/"} join rooms, see {@link BroadcastOperator#socketsJoin}.
     *
     * @param rooms names of rooms
     * @throws IllegalArgumentException if the name of a room is too long
     */
    public void socketsJoin(String... rooms) {
        root.socketsJoin(rooms);
    }

    /**
     * Makes everybody in {@code "/"} leave rooms.
     *
     * @param rooms names of rooms; those that one is not in do not matter
     */
    public void socketsLeave(String... rooms) {
        root.socketsLeave(rooms);
    }

    /**
     * Disconnects everybody in {@code "/"}.
     *
     * @param closeConnection as for {@link Socket#disconnect(boolean)}
     */
    public void disconnectSockets(boolean closeConnection) {
        root.disconnectSockets(closeConnection);
    }

    /** {@return the sockets in {@code "/"} on this node; a copy} */
    public Collection<Socket> sockets() {
        return root.sockets();
    }

    /** {@return the name of this node: random, new with each start} */
    public String nodeId() {
        return adapters.nodeId();
    }

    /** {@return what people call this node: the name in the options, or else the beginning of its id} */
    public String nodeName() {
        return options.nodeName().isEmpty()
                ? nodeId().substring(0, Math.min(8, nodeId().length()))
                : options.nodeName();
    }

    /** {@return the ids of the nodes of the cluster, this one included, as this one sees it} */
    public Set<String> nodes() {
        return adapters.nodes();
    }

    /**
     * Listens to nodes that come and go.
     *
     * @param listener given all nodes after each change, one call at a time; must return quickly
     * @return this
     */
    public SocketIoServer onNodesChanged(Consumer<Set<String>> listener) {
        adapters.onNodesChanged(listener);
        return this;
    }

    /**
     * Listens to losses between nodes. What a node emits to others is repaired when the network loses it, as long as it
     * keeps it (60 s or 16 MB, see {@code docs/deploy.md}). What cannot be repaired is told here, and not to clients:
     * those of this node have missed what was for them. An application may have them fetch their state anew then.
     *
     * @param listener given each loss once, one call at a time, before later messages of that node are delivered; must
     *     return quickly. What it throws is reported to the operator. Never called on a server that is alone.
     * @return this
     */
    public SocketIoServer onClusterGap(Consumer<ClusterGap> listener) {
        adapters.onGap(listener);
        return this;
    }

    /** {@return the options it was made with} */
    public ServerOptions options() {
        return options;
    }

    /** {@return how many connections this node has, those that are in no namespace included} */
    public int connections() {
        return engine.size();
    }

    /** {@return how often each limit was hit since the start, those that never were included; a copy, immutable} */
    public Map<Limit, Long> counters() {
        return engine.counters().snapshot();
    }

    /**
     * {@return what has happened on this node since the start, by the names of namespaces} Those that are made on demand
     * are counted together, as {@value #ON_DEMAND}. A copy.
     */
    public Map<String, EventCounters> eventCounters() {
        var counters = new TreeMap<String, EventCounters>();
        tallies.forEach((namespace, tally) -> counters.put(namespace, tally.counters()));
        return counters;
    }

    /**
     * {@return what the bus between the nodes has seen since it was started, by names like {@code gaps.lost}; empty without
     * a cluster; a copy} All servers of a web application share the bus.
     */
    public Map<String, Long> clusterCounters() {
        return adapters.counters();
    }

    /**
     * Listens to how long handlers and answers take.
     *
     * @param listener called until the server is gone
     * @return this
     */
    public SocketIoServer onLatency(LatencyListener listener) {
        latencies.add(listener);
        return this;
    }

    /**
     * Listens to what who watches over security wants to know of: logins, refusals, limits that are hit, what operators do.
     * How much of it there is, clients decide: a log has to leave some out.
     *
     * @param listener called on the thread on which it happens, perhaps several at a time; must return quickly and not
     *     block. What it throws is logged.
     * @return this
     */
    public SocketIoServer onAudit(Consumer<AuditEvent> listener) {
        audit.listen(listener);
        return this;
    }

    /**
     * Tells those who listen with {@link #onAudit}; nothing happens if nobody does.
     *
     * @param event what has happened
     */
    public void audit(AuditEvent event) {
        audit.tell(() -> event);
    }

    /** {@return where transports open sessions} */
    public EngineServer engine() {
        return engine;
    }

    /**
     * Moves all clients of this node to others, before it is stopped. New connections are refused with 503 from now on;
     * those there are are closed one after the other, evenly over four fifths of the time, as by {@link #close}. There is
     * no way back. When called again, the time that ends first counts.
     *
     * @param time 0 to a day
     * @return completes on the handler pool when no connection is left, or when the time is over: then only such may be
     *     left that do not take their last packets
     * @throws IllegalArgumentException if the time is another
     */
    public CompletionStage<Void> drain(Duration time) {
        return engine.drain(time);
    }

    /** {@return whether this node takes no more connections, after {@link #drain} or {@link #close}} */
    public boolean isDraining() {
        return engine.isDraining();
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
            userDirectory.forget(name);
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

    /** Throws an {@link IllegalArgumentException} if one is too long or reserved. */
    void requireRoomNames(Collection<String> rooms) {
        UserRoom.refuseReserved(rooms);
        int most = options.maxRoomLength();
        for (var room : rooms) {
            if (room.length() > most) {
                engine.counters().hit(Limit.ROOM_LENGTH);
                throw new IllegalArgumentException(
                        "the name of a room has " + room.length() + " characters, more than " + most);
            }
        }
    }

    /** Where a namespace is counted. */
    EventTally tally(String namespace, boolean onDemand) {
        return tallies.computeIfAbsent(onDemand ? ON_DEMAND : namespace, name -> new EventTally(name, latencies));
    }

    Audit audit() {
        return audit;
    }

    UserDirectory userDirectory() {
        return userDirectory;
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
