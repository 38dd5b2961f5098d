package io.parley;

import io.parley.adapter.Adapter;
import io.parley.adapter.LoggedPacket;
import io.parley.adapter.NodeAnswers;
import io.parley.adapter.NodeSockets;
import io.parley.adapter.QuestionListener;
import io.parley.adapter.Recipients;
import io.parley.adapter.Selection;
import io.parley.adapter.SessionClaim;
import io.parley.adapter.SessionReply;
import io.parley.adapter.SocketAnswers;
import io.parley.adapter.SocketCommand;
import io.parley.kernel.Environment;
import io.parley.kernel.Limit;
import io.parley.kernel.SerialExecutor;
import io.parley.packet.Arguments;
import io.parley.packet.EncodedPacket;
import io.parley.packet.InvalidPacketException;
import io.parley.packet.Packet;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A part of the server with sockets, rooms and listeners of its own; clients join several over one connection.
 * Thread-safe.
 */
public final class Namespace {
    private static final System.Logger LOG = System.getLogger(Namespace.class.getName());
    /** Server-side events that wait for their listeners; more are dropped, with a warning. */
    private static final int MOST_SERVER_SIDE_EVENTS = 10_000;

    private static final Duration LONGEST_NODE_ANSWER = Duration.ofSeconds(5);

    private final String name;
    private final SocketIoServer server;
    private final Adapter<Socket> adapter;
    private final EventTally tally;
    private final AtomicLong ackIds = new AtomicLong();
    private final List<Consumer<Socket>> connectionListeners = new CopyOnWriteArrayList<>();
    private final List<Middleware> middlewares = new CopyOnWriteArrayList<>();
    private final Listeners serverSideListeners = new Listeners();
    private final SerialExecutor serverSideEvents;
    private final AtomicInteger serverSideWaiting = new AtomicInteger();
    private final RoomEvents roomEvents = new RoomEvents();
    private final Here here = new Here();
    private final @Nullable ParentNamespace parent;
    private final @Nullable Recovery recovery;

    /** @param parent null: made by the application, not for a client */
    Namespace(String name, SocketIoServer server, Adapter.Factory adapters, @Nullable ParentNamespace parent) {
        this.name = name;
        this.server = server;
        this.parent = parent;
        this.tally = server.tally(name, parent != null);
        this.serverSideEvents = SerialExecutor.on(
                server.environment().handlers(), server.environment().failures());
        this.recovery = server.options()
                .recovery()
                .map(options -> new Recovery(this, options, adapters.nodeId()))
                .orElse(null);
        this.adapter = adapters.adapter(name, here, recovery == null ? null : recovery.log());
        if (recovery != null) {
            recovery.start();
        }
    }

    /** {@return the name: starts with a slash; {@code "/"} is the one that clients join without naming it} */
    public String name() {
        return name;
    }

    /** {@return the server that it belongs to} */
    public SocketIoServer server() {
        return server;
    }

    /**
     * Listens to sockets that join.
     *
     * @param event {@code "connection"} or {@code "connect"}
     * @param listener runs before any event of the socket, and may block; a good place to register the socket's
     *     listeners
     * @return this
     * @throws IllegalArgumentException if it is another event: those are listened to on the socket
     */
    public Namespace on(String event, Consumer<Socket> listener) {
        requireConnection(event);
        connectionListeners.add(listener);
        return this;
    }

    /**
     * Adds a check that every client must pass.
     *
     * @param middleware called after those added before
     * @return this
     */
    public Namespace use(Middleware middleware) {
        middlewares.add(middleware);
        return this;
    }

    /**
     * {@return an operator on those in these rooms}
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
     * {@return an operator on all but those in these rooms}
     *
     * @param rooms names of rooms, or ids of sockets; none: everybody
     */
    public BroadcastOperator except(String... rooms) {
        return all().except(rooms);
    }

    /**
     * {@return an operator on all sockets of a user, on all nodes} More can be selected, or left out: {@code
     * namespace.toUser("ann").toUser("bob").except("muted")}.
     *
     * @param user see {@link Socket#user()}; need not be there
     * @throws IllegalArgumentException if nobody can have that name
     */
    public BroadcastOperator toUser(String user) {
        return all().toUser(user);
    }

    /**
     * {@return whether a user is in this namespace, on any node} After a node has died, its part in it is gone as soon as
     * this node has noticed that. A server knows up to 100,000 users of all its namespaces and nodes; one who comes when
     * there are so many is offline here, which is counted as {@link io.parley.kernel.Limit#USERS}, though {@link #toUser} reaches it. So are those
     * on nodes of a release that knows no users.
     *
     * @param user need not exist
     */
    public Presence presence(String user) {
        return server.userDirectory().presence(name, user);
    }

    /**
     * {@return how many sockets a user has in this namespace, on all nodes; bounds as for {@link #presence}}
     *
     * @param user need not exist
     */
    public int devices(String user) {
        return server.userDirectory().devices(name, user);
    }

    /**
     * {@return the users in this namespace, on all nodes, who are online or away; bounds as for {@link #presence}; a copy,
     * made by looking at all users of the server}
     */
    public Set<String> users() {
        return server.userDirectory().users(name);
    }

    /**
     * Listens to users who come, go, or are away, on whatever node. Each node tells its own listeners.
     *
     * @param listener given the user, and where it has come to; called on the handler pool, one change at a time and those
     *     of one user in order. It may block: what happens to a user meanwhile is told afterwards, as it is then. What it
     *     throws is logged.
     * @return this
     */
    public Namespace onPresence(BiConsumer<String, Presence> listener) {
        server.userDirectory().listen(name, listener);
        return this;
    }

    /** {@return an operator on only the sockets of this node} */
    public BroadcastOperator local() {
        return all().local();
    }

    /** {@return an operator on all who can take it at once} Socket.IO: {@code volatile}. */
    public BroadcastOperator lossy() {
        return all().lossy();
    }

    /**
     * {@return an operator on all, with what is emitted compressed on its way or not}
     *
     * @param wanted see {@link BroadcastOperator#compress}
     */
    public BroadcastOperator compress(boolean wanted) {
        return all().compress(wanted);
    }

    /**
     * Sends an event to everybody in this namespace, see {@link BroadcastOperator#emit}.
     *
     * @param event any name that is not {@linkplain io.parley.packet.ReservedEvents reserved}
     * @param arguments what the parser can write, see {@link io.parley.packet.JsonParser}
     * @throws IllegalArgumentException if the event is reserved or an argument cannot be written; nothing is sent then
     */
    public void emit(String event, @Nullable Object... arguments) {
        all().emit(event, arguments);
    }

    /**
     * Tells the applications on all other nodes an event; none to this node. At most once; nothing is told when there
     * are no other nodes.
     *
     * @param event as for {@link #emit}
     * @param arguments as for {@link #emit}
     * @throws IllegalArgumentException as for {@link #emit}
     */
    public void serverSideEmit(String event, @Nullable Object... arguments) {
        adapter.serverSideEmit(encode(Packet.Event.NO_ACK, event, arguments));
    }

    /**
     * Asks the applications on all other nodes, none on this node. Socket.IO: {@code serverSideEmitWithAck}.
     *
     * @param event as for {@link #emit}
     * @param arguments as for {@link #emit}
     * @return completed on the handler pool, when all have answered, are gone or lack the namespace, or after 5 s, and
     *     tells who has not answered; without other nodes complete at once, with no answers; does not fail
     * @throws IllegalArgumentException as for {@link #emit}
     */
    public CompletionStage<ServerSideAnswers> serverSideEmitWithAck(String event, @Nullable Object... arguments) {
        return adapter.serverSideAsk(encode(Packet.Event.NO_ACK, event, arguments), LONGEST_NODE_ANSWER)
                .thenApply(this::answers);
    }

    private ServerSideAnswers answers(NodeAnswers answers) {
        var byNode = new HashMap<String, Arguments>();
        var missing = new HashSet<>(answers.missing());
        answers.byNode().forEach((node, answer) -> decodeAck(answer)
                .ifPresentOrElse(arguments -> byNode.put(node, arguments), () -> missing.add(node)));
        return new ServerSideAnswers(byNode, missing);
    }

    /**
     * Listens to what applications on other nodes emit; {@link Event#ack} answers those that ask.
     *
     * @param event the name to listen to
     * @param listener called one event at a time, in order per node; may block
     * @return this
     */
    public Namespace onServerSide(String event, Consumer<Event> listener) {
        serverSideListeners.add(event, listener, listener);
        return this;
    }

    /**
     * {@return an operator on all that waits no longer than this for answers}
     *
     * @param longest more than 0
     * @throws IllegalArgumentException if it is not
     */
    public BroadcastOperator timeout(Duration longest) {
        return all().timeout(longest);
    }

    /**
     * Asks everybody in this namespace, see {@link BroadcastOperator#emitWithAck}.
     *
     * @param event as for {@link #emit}
     * @param arguments as for {@link #emit}
     * @return the answers, and who has not answered; does not fail
     * @throws IllegalArgumentException as for {@link #emit}
     */
    public CompletionStage<BroadcastAnswers> emitWithAck(String event, @Nullable Object... arguments) {
        return all().emitWithAck(event, arguments);
    }

    /**
     * Emits {@code "message"} to everybody.
     *
     * @param arguments as for {@link #emit}
     * @throws IllegalArgumentException as for {@link #emit}
     */
    public void send(@Nullable Object... arguments) {
        emit("message", arguments);
    }

    /** {@return all sockets, see {@link BroadcastOperator#fetchSockets}} */
    public CompletionStage<FetchedSockets> fetchSockets() {
        return all().fetchSockets();
    }

    /**
     * Makes everybody join rooms, see {@link BroadcastOperator#socketsJoin}.
     *
     * @param rooms names of rooms
     * @throws IllegalArgumentException if the name of a room is too long
     */
    public void socketsJoin(String... rooms) {
        all().socketsJoin(rooms);
    }

    /**
     * Makes everybody leave rooms.
     *
     * @param rooms names of rooms; those that one is not in do not matter
     */
    public void socketsLeave(String... rooms) {
        all().socketsLeave(rooms);
    }

    /**
     * Disconnects everybody.
     *
     * @param closeConnection as for {@link Socket#disconnect(boolean)}
     */
    public void disconnectSockets(boolean closeConnection) {
        all().disconnectSockets(closeConnection);
    }

    /** {@return where to listen to rooms that come and go on this node} */
    public RoomEvents roomEvents() {
        return roomEvents;
    }

    /**
     * {@return how many sockets of this node are in the room}
     *
     * @param room need not exist
     */
    public int roomSize(String room) {
        return adapter.size(room);
    }

    /**
     * {@return the socket of that id, if it is in this namespace on this node}
     *
     * @param id see {@link Socket#id}
     */
    public Optional<Socket> socket(String id) {
        return select(Selection.ALL.to(id)).stream()
                .filter(socket -> socket.id().equals(id))
                .findFirst();
    }

    /** {@return the sockets in this namespace on this node; a copy} */
    public Collection<Socket> sockets() {
        return select(Selection.ALL);
    }

    static void requireConnection(String event) {
        if (!event.equals("connection") && !event.equals("connect")) {
            throw new IllegalArgumentException("\"" + event
                    + "\" is no event of a namespace, only \"connection\" is; listen on the socket,"
                    + " or with onServerSide to other nodes");
        }
    }

    EventTally tally() {
        return tally;
    }

    /** Null when it is off. */
    @Nullable
    Recovery recovery() {
        return recovery;
    }

    @Nullable
    ParentNamespace parent() {
        return parent;
    }

    List<Socket> select(Selection selection) {
        var sockets = new ArrayList<Socket>();
        adapter.local(selection).forEach(sockets::add);
        return sockets;
    }

    void command(Selection selection, SocketCommand command, boolean local) {
        adapter.command(selection, command, local);
    }

    CompletionStage<FetchedSockets> fetch(Selection selection, Delivery delivery) {
        var sockets = select(selection).stream().map(RemoteSocket::new).toList();
        if (delivery.local()) {
            return CompletableFuture.completedStage(new FetchedSockets(sockets, Set.of()));
        }
        var timeout = delivery.timeout();
        return adapter.fetch(selection, timeout == null ? LONGEST_NODE_ANSWER : timeout)
                .thenApply(others -> fetched(sockets, others));
    }

    private FetchedSockets fetched(List<RemoteSocket> sockets, NodeSockets others) {
        var all = new ArrayList<>(sockets);
        var missing = new HashSet<>(others.missing());
        others.byNode()
                .forEach((node, descriptions) -> descriptions.forEach(description -> {
                    try {
                        decodeAck(description)
                                .map(told -> SocketDescription.read(this, told))
                                .ifPresentOrElse(all::add, () -> missing.add(node));
                    } catch (IllegalArgumentException unreadable) {
                        missing.add(node);
                    }
                }));
        return new FetchedSockets(all, missing);
    }

    CompletionStage<BroadcastAnswers> broadcastWithAck(
            Selection selection, Delivery delivery, String event, @Nullable Object... arguments) {
        long id = nextAckId();
        var packet = encode(id, event, arguments).withCompress(delivery.compress());
        var longest = longestAnswer(delivery);
        var others = delivery.local() ? null : adapter.ask(selection, packet, delivery.lossy(), longest, null);
        var asked = select(selection);
        var answers = BroadcastQuestion.expect(environment(), asked, id, longest, () -> answerIsLate(delivery));
        here.deliver(packet, delivery.lossy(), asked);
        return others == null ? answers : answers.thenCombine(others, this::together);
    }

    /** Asks one socket, wherever it is. */
    CompletionStage<BroadcastAnswers> ask(String id, Delivery delivery, String event, @Nullable Object... arguments) {
        var selection = Selection.ALL.to(id);
        if (socket(id).isPresent()) {
            return broadcastWithAck(selection, delivery.toLocal(), event, arguments);
        }
        var packet = encode(nextAckId(), event, arguments).withCompress(delivery.compress());
        return adapter.ask(selection, packet, delivery.lossy(), longestAnswer(delivery), id)
                .thenApply(others -> together(new BroadcastAnswers(Map.of(), Set.of()), others));
    }

    private BroadcastAnswers together(BroadcastAnswers ours, SocketAnswers others) {
        var answers = new HashMap<>(ours.bySocket());
        var missing = new HashSet<>(ours.missing());
        missing.addAll(others.missing());
        others.bySocket().forEach((socket, answer) -> decodeAck(answer)
                .ifPresentOrElse(arguments -> answers.put(socket, arguments), () -> missing.add(socket)));
        return new BroadcastAnswers(answers, missing, others.missingNodes());
    }

    /** How long an answer may take, if the sender or the options say so. */
    @Nullable
    Duration longestAnswer(Delivery delivery) {
        return delivery.timeout() == null ? server.options().ackTimeout().orElse(null) : delivery.timeout();
    }

    /** An answer has not come in time: the sender knows if it has set the time; that of the options is counted. */
    void answerIsLate(Delivery delivery) {
        if (delivery.timeout() == null) {
            server.engine().counters().hit(Limit.ACK_TIME);
        }
    }

    void broadcast(Selection selection, Delivery delivery, String event, @Nullable Object... arguments) {
        var packet = encode(Packet.Event.NO_ACK, event, arguments).withCompress(delivery.compress());
        adapter.broadcast(selection, packet, delivery.lossy(), delivery.local());
    }

    long nextAckId() {
        return ackIds.getAndIncrement();
    }

    Adapter<Socket> adapter() {
        return adapter;
    }

    Environment environment() {
        return server.environment();
    }

    /** On the socket's serial. Throws what a middleware throws. */
    void applyMiddlewares(Socket socket) {
        if (parent != null) {
            parent.middlewares().forEach(middleware -> middleware.apply(socket));
        }
        middlewares.forEach(middleware -> middleware.apply(socket));
    }

    /** On the socket's serial. */
    void connected(Socket socket) {
        if (parent != null) {
            tell(parent.connectionListeners(), socket);
        }
        tell(connectionListeners, socket);
    }

    private void tell(List<Consumer<Socket>> listeners, Socket socket) {
        for (var listener : listeners) {
            try {
                listener.accept(socket);
            } catch (RuntimeException | Error failure) {
                LOG.log(Level.ERROR, "a connection listener of " + name + " failed", failure);
            }
        }
    }

    private BroadcastOperator all() {
        return BroadcastOperator.to(this, Selection.ALL);
    }

    private EncodedPacket encode(long ackId, String event, @Nullable Object... arguments) {
        var payload = server.parser().payload(event, Arrays.asList(arguments));
        return server.parser().encode(new Packet.Event(name, ackId, payload));
    }

    private void serverSideEvent(Packet packet, Ack ack) {
        if (packet instanceof Packet.Event event) {
            var received = new Event(event.payload().name(), event.payload().arguments(), ack);
            serverSideListeners.forEach(received.name(), listener -> listener.accept(received));
        }
    }

    /** What a broadcast says, for those who listen to what is sent. */
    private Event outgoing(EncodedPacket encoded) {
        if (decode(encoded) instanceof Packet.Event event) {
            return new Event(event.payload().name(), event.payload().arguments(), Ack.NONE);
        }
        throw new IllegalStateException("a broadcast that is no event");
    }

    EncodedPacket encodeAck(List<?> values) {
        var parser = server.parser();
        return parser.encode(new Packet.Ack(name, 0, parser.payload(values)));
    }

    /** What another node has answered; empty if it cannot be read. */
    Optional<Arguments> decodeAck(EncodedPacket encoded) {
        try {
            return decode(encoded) instanceof Packet.Ack ack
                    ? Optional.of(ack.payload().arguments())
                    : Optional.empty();
        } catch (InvalidPacketException unreadable) {
            LOG.log(Level.WARNING, () -> "an answer of another node in " + name + ": " + unreadable.getMessage());
            return Optional.empty();
        }
    }

    private Packet decode(EncodedPacket encoded) {
        var decoder = server.parser().decoder();
        var text = encoded.text();
        var packet = text == null ? null : decoder.text(text);
        for (var data : encoded.attachments()) {
            packet = decoder.binary(data);
        }
        if (packet == null) {
            throw new InvalidPacketException("attachments are missing");
        }
        return packet;
    }

    /** The sockets of this namespace on this node, as the adapter sees them. */
    private final class Here implements Recipients<Socket> {
        @Override
        public void deliver(EncodedPacket packet, boolean lossy, Iterable<Socket> selected) {
            var frames = Frames.of(packet);
            Event event = null;
            int sockets = 0;
            for (var socket : selected) {
                sockets++;
                if (socket.hearsOutgoing()) {
                    event = event == null ? outgoing(packet) : event;
                    socket.tellOutgoing(event);
                }
                socket.transmit(frames, lossy);
            }
            tally.sent(sockets);
        }

        @Override
        public Runnable enqueue(LoggedPacket packet, long sequence, String offset, Iterable<Socket> selected) {
            var frames = Frames.of(server.parser().append(packet.packet(), offset));
            var waiting = new ArrayList<Socket>();
            var curious = new ArrayList<Socket>();
            int sockets = 0;
            for (var socket : selected) {
                sockets++;
                if (socket.enqueue(frames, packet, sequence)) {
                    waiting.add(socket);
                }
                if (socket.hearsOutgoing()) {
                    curious.add(socket);
                }
            }
            tally.sent(sockets);
            return () -> {
                waiting.forEach(Socket::drain);
                curious.forEach(socket -> socket.tellOutgoing(outgoing(packet.packet())));
            };
        }

        @Override
        public void command(SocketCommand command, Iterable<Socket> selected) {
            for (var socket : selected) {
                command.accept(socket.commands());
            }
        }

        @Override
        public void created(String room) {
            tell(room, () -> roomEvents.created(room));
        }

        @Override
        public void deleted(String room) {
            tell(room, () -> roomEvents.deleted(room));
        }

        @Override
        public void joined(String room, String id) {
            if (isCounted(room, id)) {
                tally.roomJoined();
            }
            tell(room, () -> roomEvents.joined(room, id));
        }

        @Override
        public void left(String room, String id) {
            if (isCounted(room, id)) {
                tally.roomLeft();
            }
            tell(room, () -> roomEvents.left(room, id));
        }

        private static boolean isCounted(String room, String id) {
            return !room.equals(id) && !UserRoom.isReserved(room);
        }

        private void tell(String room, Runnable change) {
            if (roomEvents.isHeard() && !UserRoom.isReserved(room)) {
                serverSideEvents.execute(change);
            }
        }

        @Override
        public void serverSideEvent(EncodedPacket event, @Nullable Consumer<EncodedPacket> answer) {
            if (serverSideWaiting.incrementAndGet() > MOST_SERVER_SIDE_EVENTS) {
                serverSideWaiting.decrementAndGet();
                LOG.log(Level.WARNING, "a server-side event of " + name + " is dropped: too many wait");
                return;
            }
            serverSideEvents.execute(() -> {
                serverSideWaiting.decrementAndGet();
                Namespace.this.serverSideEvent(decode(event), answer == null ? Ack.NONE : ack(answer));
            });
        }

        private Ack ack(Consumer<EncodedPacket> answer) {
            return new Ack(values -> {
                var packet = encodeAck(values);
                return () -> answer.accept(packet);
            });
        }

        @Override
        public EncodedPacket describe(Socket socket) {
            return SocketDescription.write(server.parser(), socket);
        }

        /** With an ack id of our own: that of the other node may be in use here. */
        @Override
        public Runnable ask(
                EncodedPacket question, boolean lossy, Iterable<Socket> selected, QuestionListener listener) {
            if (!(decode(question) instanceof Packet.Event event)) {
                throw new InvalidPacketException("a question that is no event");
            }
            long id = nextAckId();
            var packet = server.parser()
                    .encode(new Packet.Event(name, id, event.payload()))
                    .withCompress(question.compress());
            var asked = new ArrayList<Socket>();
            selected.forEach(asked::add);
            listener.asked(asked.stream().map(Socket::id).toList());
            asked.forEach(
                    socket -> socket.acks().expect(id, new PassedOnAnswer(Namespace.this, socket.id(), listener)));
            deliver(packet, lossy, asked);
            return () -> asked.forEach(socket -> socket.acks().forget(id));
        }

        @Override
        public void claim(SessionClaim claim, String node, Consumer<SessionReply> answer) {
            if (recovery == null) {
                answer.accept(SessionReply.NOTHING);
            } else {
                recovery.claim(claim, node, answer);
            }
        }

        @Override
        public void hit(Limit limit) {
            server.engine().counters().hit(limit);
        }
    }
}
