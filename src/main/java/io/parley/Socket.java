package io.parley;

import static java.util.Objects.requireNonNull;

import io.parley.adapter.LoggedPacket;
import io.parley.adapter.Recipient;
import io.parley.adapter.Selection;
import io.parley.adapter.SocketCommand;
import io.parley.engine.EnginePacket;
import io.parley.kernel.Lazily;
import io.parley.kernel.Limit;
import io.parley.kernel.SerialExecutor;
import io.parley.kernel.Several;
import io.parley.packet.Arguments;
import io.parley.packet.EncodedPacket;
import io.parley.packet.Packet;
import io.parley.packet.Parser;
import io.parley.packet.ReservedEvents;
import java.lang.System.Logger.Level;
import java.security.Principal;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One client in one namespace. Thread-safe: all methods may be called from any thread, and none blocks.
 *
 * <p>Listeners run on a pool and may block; those of one socket run one at a time, in the order in which the client
 * emitted, its disconnect last; those of different sockets in parallel. A listener that throws harms nobody: the
 * exception goes to {@link #onError}, and to the log if nobody listens there.
 */
public final class Socket implements Recipient {
    private static final System.Logger LOG = System.getLogger(Socket.class.getName());
    private static final AtomicReferenceFieldUpdater<Socket, Hooks> HOOKS =
            AtomicReferenceFieldUpdater.newUpdater(Socket.class, Hooks.class, "hooks");
    private static final AtomicReferenceFieldUpdater<Socket, @Nullable Notes> NOTES =
            AtomicReferenceFieldUpdater.newUpdater(Socket.class, Notes.class, "notes");
    private static final AtomicReferenceFieldUpdater<Socket, @Nullable PendingAcks> ACKS =
            AtomicReferenceFieldUpdater.newUpdater(Socket.class, PendingAcks.class, "acks");

    private final String id;
    private final Namespace namespace;
    private final Client client;
    private final Handshake handshake;
    private final SerialExecutor serial;
    private final Listeners listeners = new Listeners();
    private final Several<BiConsumer<DisconnectReason, String>> disconnectListeners = new Several<>();
    /** Rooms joined before the connection, or left by the disconnection; the adapter has those in between. */
    private final Several<String> roomsAside = new Several<>();

    // what many sockets never have is made when it is asked for
    private volatile Hooks hooks = Hooks.NONE;

    @SuppressWarnings("UnusedVariable") // by NOTES only
    private volatile @Nullable Notes notes;

    @SuppressWarnings("UnusedVariable") // by ACKS only
    private volatile @Nullable PendingAcks acks;

    private volatile @Nullable String user;
    /** Its place among the sockets of its user, while it is connected; null: it has none. */
    private volatile UserDirectory.@Nullable Device device;

    private final Comeback.Attempt comeback;
    /** What the client needs to be recovered; null when recovery is off. */
    private final @Nullable String recoveryId;
    /** How far the client was when it entered; null until then, and when recovery is off; set on the session's serial. */
    private volatile SessionState.@Nullable Entry entry;

    private volatile State state = State.CONNECTING;
    /** The thread that runs the application's code for this socket; set on the socket's serial. */
    private volatile @Nullable Thread runner;
    // confined to the socket's serial
    private boolean misfitLogged;
    /** Whether the event that is being handled has failed. */
    private boolean failing;

    Socket(String id, Namespace namespace, Client client, Handshake handshake, Comeback.Attempt comeback) {
        this.id = id;
        this.namespace = namespace;
        this.client = client;
        this.handshake = handshake;
        this.serial = SerialExecutor.on(client.handlers(), this::failed);
        this.comeback = comeback;
        var state = comeback.state();
        if (state != null) {
            this.recoveryId = comeback.id();
            roomsAside.addAll(state.rooms());
            data().putAll(state.data());
        } else {
            this.recoveryId = namespace.recovery() == null
                    ? null
                    : namespace.environment().ids().next();
        }
        this.user = UserRoom.userAmong(roomsAside.list())
                .or(() -> handshake.principal().map(Principal::getName).filter(UserRoom::isName))
                .orElse(null);
    }

    /**
     * {@return the id: unique in the cluster, new with each connection unless it is {@linkplain #recovered recovered},
     * and not secret} Also the room of this socket alone.
     */
    @Override
    public String id() {
        return id;
    }

    /** {@return the namespace that the client has joined} */
    public Namespace namespace() {
        return namespace;
    }

    /** {@return what is known of the client from its first request and its CONNECT} */
    public Handshake handshake() {
        return handshake;
    }

    /**
     * {@return the application's own data about this socket; not bounded, so keep it small} What is recovered on another node
     * is what was put there last: a change inside of a value is not noticed.
     */
    public ConcurrentMap<String, Object> data() {
        return Lazily.made(this, NOTES, () -> new Notes(newData())).data;
    }

    private ConcurrentMap<String, Object> newData() {
        var recovery = namespace.recovery();
        return recovery != null && recovery.sessions().areShared()
                ? new WatchedMap<>(this::changed)
                : new ConcurrentHashMap<>();
    }

    /** Rooms or data are not what they were. */
    private void changed() {
        var recovery = namespace.recovery();
        if (recovery != null && recoveryId != null && state == State.CONNECTED) {
            recovery.changed(recoveryId);
        }
    }

    /**
     * {@return the user that the socket belongs to: whom a middleware has {@linkplain #user(String) set}; else, if the
     * socket is {@linkplain #recovered recovered}, its user before; else the name of the container's principal, unless it is
     * longer than 256 characters; empty: it belongs to none}
     */
    public Optional<String> user() {
        return Optional.ofNullable(user);
    }

    /**
     * Says to which user the socket belongs, in place of the container's principal. All sockets of a user are reached by
     * {@link Namespace#toUser}, and make its {@link Namespace#presence}.
     *
     * @param name 1 to 256 characters, for this namespace; trusted, so take it from what has been checked
     * @return this
     * @throws IllegalArgumentException if it has more or fewer, or holds half a surrogate pair
     * @throws IllegalStateException if the socket is connected already, or gone: only middlewares may call this
     */
    public Socket user(String name) {
        UserRoom.of(name);
        if (state != State.CONNECTING) {
            throw new IllegalStateException("socket " + id + " belongs to a user from the beginning; use a middleware");
        }
        user = name;
        return this;
    }

    /**
     * Says whether nobody is at this socket. A user all of whose sockets are away is {@link Presence#AWAY}. A socket is not
     * away when it connects, also when it is recovered. Nothing happens if it has no user, or is not connected.
     *
     * @param away true: nobody is there
     */
    public void away(boolean away) {
        var at = device;
        if (at != null) {
            at.away(away);
        }
    }

    /** {@return whether the client is in the namespace now} */
    public boolean connected() {
        return state == State.CONNECTED;
    }

    /**
     * {@return whether the client was here a short time ago and has got its id, rooms, data and missed packets back}
     */
    public boolean recovered() {
        return comeback.outcome() == RecoveryOutcome.RECOVERED;
    }

    /** {@return why the client was recovered or not} */
    public RecoveryOutcome recoveryOutcome() {
        return comeback.outcome();
    }

    /**
     * {@return the revision of the Engine.IO protocol that the client speaks: 4, or 3 for clients 1 and 2 of Socket.IO}
     */
    public int protocol() {
        return client.protocol();
    }

    /** {@return the name of the transport in use: {@code polling} or {@code websocket}} */
    public String transport() {
        return client.transport();
    }

    /**
     * {@return the rooms of this socket, its id among them; in a {@code disconnecting} listener those it was in; a
     * copy}
     */
    public Set<String> rooms() {
        var rooms = allRooms();
        rooms.removeIf(UserRoom::isReserved);
        return rooms;
    }

    /** The rooms, that of its user among them. A copy. */
    Set<String> allRooms() {
        var rooms = new HashSet<>(roomsAside.list());
        if (state == State.CONNECTED) {
            rooms.addAll(namespace.adapter().rooms(this));
        }
        if (state != State.GONE) {
            rooms.add(id);
        }
        return rooms;
    }

    /**
     * Listens to an event.
     *
     * @param event any name that is not {@linkplain io.parley.packet.ReservedEvents reserved}
     * @param listener called after those added before
     * @return this
     * @throws IllegalArgumentException if the event is reserved: for those there are methods of their own
     */
    public Socket on(String event, Consumer<Event> listener) {
        listeners.add(requireFree(event), listener, listener);
        return this;
    }

    /**
     * Listens to an event whose first argument has a certain type. An event that does not fit goes to {@link #onError}
     * instead, as an {@link InvalidArgumentException}; a client that wants an answer is sent an error as the answer.
     *
     * @param <T> the type of the argument
     * @param event any name that is not reserved
     * @param type one of those that {@link Arguments#get(int, Class)} knows
     * @param listener given the argument; null if it is null or missing
     * @return this
     * @throws IllegalArgumentException if the event is reserved
     */
    public <T> Socket on(String event, Class<T> type, Consumer<T> listener) {
        listeners.add(requireFree(event), listener, received -> listener.accept(received.get(0, type)));
        return this;
    }

    /**
     * The same, with the means to answer.
     *
     * @param <T> the type of the argument
     * @param event any name that is not reserved
     * @param type one of those that {@link Arguments#get(int, Class)} knows
     * @param listener given the argument; null if it is null or missing
     * @return this
     * @throws IllegalArgumentException if the event is reserved
     */
    public <T> Socket on(String event, Class<T> type, BiConsumer<T, Ack> listener) {
        listeners.add(
                requireFree(event), listener, received -> listener.accept(received.get(0, type), received.answer()));
        return this;
    }

    /**
     * The same, with two arguments. For more there is {@link Event#get(int, Class)}.
     *
     * @param <A> the type of the first argument
     * @param <B> the type of the second argument
     * @param event any name that is not reserved
     * @param first one of those that {@link Arguments#get(int, Class)} knows
     * @param second likewise
     * @param listener given the arguments; null for one that is null or missing
     * @return this
     * @throws IllegalArgumentException if the event is reserved
     */
    public <A, B> Socket on(String event, Class<A> first, Class<B> second, BiConsumer<A, B> listener) {
        listeners.add(
                requireFree(event),
                listener,
                received -> listener.accept(received.get(0, first), received.get(1, second)));
        return this;
    }

    /**
     * The same, with the means to answer.
     *
     * @param <A> the type of the first argument
     * @param <B> the type of the second argument
     * @param event any name that is not reserved
     * @param first one of those that {@link Arguments#get(int, Class)} knows
     * @param second likewise
     * @param listener given the arguments; null for one that is null or missing
     * @return this
     * @throws IllegalArgumentException if the event is reserved
     */
    @SuppressWarnings("NullAway") // what is missing is null here too, though TriConsumer cannot say so
    public <A, B> Socket on(String event, Class<A> first, Class<B> second, TriConsumer<A, B, Ack> listener) {
        listeners.add(
                requireFree(event),
                listener,
                received -> listener.accept(received.get(0, first), received.get(1, second), received.answer()));
        return this;
    }

    /**
     * Listens to the next event of that name only.
     *
     * @param event any name that is not reserved
     * @param listener called once at most
     * @return this
     * @throws IllegalArgumentException if the event is reserved
     */
    public Socket once(String event, Consumer<Event> listener) {
        listeners.addOnce(requireFree(event), listener, listener);
        return this;
    }

    /**
     * Removes all listeners of an event.
     *
     * @param event if nobody listens to it, nothing happens
     * @return this
     */
    public Socket off(String event) {
        listeners.remove(event);
        return this;
    }

    /**
     * Removes a listener of an event.
     *
     * @param event the one that it was added for
     * @param listener the very object that was handed in; nothing happens if it was not
     * @return this
     */
    public Socket off(String event, Object listener) {
        listeners.remove(event, listener);
        return this;
    }

    /**
     * Listens to all events of the client.
     *
     * @param listener called before the middlewares and the events' own listeners, after those of its kind added before
     * @return this
     */
    public Socket onAny(Consumer<Event> listener) {
        hooks().incoming.add(listener);
        return this;
    }

    /**
     * The same, before the others of its kind.
     *
     * @param listener called before the middlewares and the events' own listeners
     * @return this
     */
    public Socket prependAny(Consumer<Event> listener) {
        hooks().incoming.addFirst(listener);
        return this;
    }

    /**
     * Removes a listener to all events.
     *
     * @param listener the very object that was handed in; nothing happens if it was not
     * @return this
     */
    public Socket offAny(Consumer<Event> listener) {
        hooks.incoming.remove(listener);
        return this;
    }

    /** {@return the listeners to all events, in their order; a copy} */
    public List<Consumer<Event>> listenersAny() {
        return hooks.incoming.list();
    }

    /** {@return the listeners to all events that are sent, in their order; a copy} */
    public List<Consumer<Event>> listenersAnyOutgoing() {
        return hooks.outgoing.list();
    }

    /**
     * Listens to all events that are sent to this client, by whatever way.
     *
     * @param listener called on the handler pool, in the order in which one thread sends; for what listeners of this
     *     socket send, at once, before it is sent
     * @return this
     */
    public Socket onAnyOutgoing(Consumer<Event> listener) {
        hooks().outgoing.add(listener);
        return this;
    }

    /**
     * The same, before the others of its kind.
     *
     * @param listener as for {@link #onAnyOutgoing}
     * @return this
     */
    public Socket prependAnyOutgoing(Consumer<Event> listener) {
        hooks().outgoing.addFirst(listener);
        return this;
    }

    /**
     * Removes a listener to all events that are sent.
     *
     * @param listener the very object that was handed in; nothing happens if it was not
     * @return this
     */
    public Socket offAnyOutgoing(Consumer<Event> listener) {
        hooks.outgoing.remove(listener);
        return this;
    }

    /**
     * Adds a check that every event of this client must pass before its listeners hear of it.
     *
     * @param middleware called after those added before
     * @return this
     */
    public Socket use(EventMiddleware middleware) {
        hooks().middlewares.add(middleware);
        return this;
    }

    /**
     * Listens to the change of the connection from polling to WebSocket. Socket.IO: {@code conn.once("upgrade")}; a
     * connection that began as a WebSocket tells nothing.
     *
     * @param listener called once at most
     * @return this
     */
    public Socket onUpgrade(Runnable listener) {
        hooks().upgrade.add(listener);
        return this;
    }

    /**
     * Listens to the disconnection, while {@link #rooms} still tells the rooms.
     *
     * @param listener given the reason
     * @return this
     */
    public Socket onDisconnecting(Consumer<DisconnectReason> listener) {
        return onDisconnecting((reason, description) -> listener.accept(reason));
    }

    /**
     * The same, with what exactly happened.
     *
     * @param listener given the reason, and words for a log, which may change
     * @return this
     */
    public Socket onDisconnecting(BiConsumer<DisconnectReason, String> listener) {
        hooks().disconnecting.add(listener);
        return this;
    }

    /**
     * Listens to the disconnection.
     *
     * @param listener given the reason; called once, after all other listeners of this socket
     * @return this
     */
    public Socket onDisconnect(Consumer<DisconnectReason> listener) {
        return onDisconnect((reason, description) -> listener.accept(reason));
    }

    /**
     * The same, with what exactly happened.
     *
     * @param listener given the reason, and words for a log, which may change
     * @return this
     */
    public Socket onDisconnect(BiConsumer<DisconnectReason, String> listener) {
        disconnectListeners.add(listener);
        return this;
    }

    /**
     * {@return completes when all is over: the listeners have heard of the disconnection, or the client was refused; on the
     * handler pool, in the order of the socket's events} For what has to be freed also if a middleware refuses the client.
     */
    public CompletionStage<Void> gone() {
        var gone = hooks().gone;
        if (state == State.GONE) {
            gone.complete(null);
        }
        return gone.minimalCompletionStage();
    }

    /**
     * Listens to what other listeners throw. If nobody listens, it goes to the log: as an error; for arguments as a
     * warning, once per socket; refused events only for debugging.
     *
     * @param listener given what was thrown: {@link InvalidArgumentException} for arguments that do not fit their type,
     *     {@link EventRefusedException} for events that are refused
     * @return this
     */
    public Socket onError(Consumer<Throwable> listener) {
        hooks().error.add(listener);
        return this;
    }

    /**
     * Sends an event to this client. Returns at once; events that one thread emits arrive in the order of the calls.
     * Nothing is sent, and nothing thrown, when the socket is disconnected.
     *
     * @param event any name that is not {@linkplain io.parley.packet.ReservedEvents reserved}
     * @param arguments what the parser can write, see {@link io.parley.packet.JsonParser}; {@code byte[]} travels as
     *     binary
     * @throws IllegalArgumentException if the event is reserved, or an argument cannot be written; nothing is sent then
     */
    public void emit(String event, @Nullable Object... arguments) {
        emit(Delivery.DEFAULT, event, arguments);
    }

    /**
     * Sends an event and waits for the client's answer. Returns at once. Without a {@linkplain #timeout timeout}, here
     * or {@linkplain ServerOptions.Builder#ackTimeout in the options}, it waits as long as the socket lives.
     *
     * @param event as for {@link #emit}
     * @param arguments as for {@link #emit}
     * @return the answer, completed on the handler pool; fails with {@link AckTimeoutException} when the time has
     *     passed, with {@link SocketDisconnectedException} as soon as the socket is gone, and with an
     *     {@link IllegalStateException}, nothing being sent, when the client owes
     *     {@linkplain ServerOptions.Builder#maxPendingAcks too many} answers
     * @throws IllegalArgumentException as for {@link #emit}
     */
    public CompletionStage<Arguments> emitWithAck(String event, @Nullable Object... arguments) {
        return emitWithAck(Delivery.DEFAULT, event, arguments);
    }

    /**
     * Emits {@code "message"}.
     *
     * @param arguments as for {@link #emit}
     * @throws IllegalArgumentException as for {@link #emit}
     */
    public void send(@Nullable Object... arguments) {
        emit("message", arguments);
    }

    /**
     * {@return an emitter that waits no longer than this for answers}
     *
     * @param longest more than 0
     * @throws IllegalArgumentException if it is not
     */
    public SocketEmitter timeout(Duration longest) {
        return new SocketEmitter(this, Delivery.DEFAULT.toTimeout(longest));
    }

    /**
     * {@return an emitter whose events are dropped while the connection is busy or absent} Socket.IO: {@code volatile}.
     */
    public SocketEmitter lossy() {
        return new SocketEmitter(this, Delivery.DEFAULT.toLossy());
    }

    /**
     * {@return an emitter whose events may be compressed on their way or not}
     *
     * @param wanted see {@link BroadcastOperator#compress}
     */
    public SocketEmitter compress(boolean wanted) {
        return new SocketEmitter(this, Delivery.DEFAULT.toCompress(wanted));
    }

    /**
     * Enters rooms; they come into being by that. Nothing happens when the socket is disconnected.
     *
     * @param rooms names; those that it is in already do not matter
     * @throws IllegalStateException if the socket would be in more rooms than the options allow; it enters none then
     * @throws IllegalArgumentException if a name has more characters than they allow, or begins with U+0000; it enters
     *     none then
     */
    public void join(String... rooms) {
        var wanted = List.of(rooms);
        namespace.server().requireRoomNames(wanted);
        var all = rooms();
        all.addAll(wanted);
        int most = namespace.server().options().maxRooms();
        if (all.size() > most) {
            namespace.server().engine().counters().hit(Limit.ROOMS);
            throw new IllegalStateException("socket " + id + " would be in more than " + most + " rooms");
        }
        if (state == State.CONNECTING) {
            var there = roomsAside.list();
            roomsAside.addAll(
                    wanted.stream().filter(room -> !there.contains(room)).toList());
        } else {
            namespace.adapter().join(this, wanted);
            changed();
        }
    }

    /**
     * Leaves rooms; a room that nobody is in is gone.
     *
     * @param rooms names; those that it is not in do not matter, nor does its own, which cannot be left
     */
    public void leave(String... rooms) {
        var unwanted =
                Stream.of(rooms).filter(room -> !UserRoom.isReserved(room)).toList();
        if (state == State.CONNECTING) {
            roomsAside.removeIf(unwanted::contains);
        } else {
            namespace.adapter().leave(this, unwanted);
            changed();
        }
    }

    /**
     * {@return an operator on all in these rooms but this socket}
     *
     * @param rooms names of rooms, or ids of sockets; none: everybody but this socket
     */
    public BroadcastOperator to(String... rooms) {
        return broadcast().to(rooms);
    }

    /**
     * {@return the same as {@link #to}}
     *
     * @param rooms names of rooms, or ids of sockets; none: everybody but this socket
     */
    public BroadcastOperator in(String... rooms) {
        return to(rooms);
    }

    /**
     * {@return an operator on all but this socket and those in these rooms}
     *
     * @param rooms names of rooms, or ids of sockets; none: everybody but this socket
     */
    public BroadcastOperator except(String... rooms) {
        return broadcast().except(rooms);
    }

    /** {@return an operator on all in the namespace but this socket} */
    public BroadcastOperator broadcast() {
        return BroadcastOperator.to(namespace, Selection.ALL.except(id));
    }

    /** {@return an operator on all in the namespace on this node but this socket} */
    public BroadcastOperator local() {
        return broadcast().local();
    }

    /**
     * Tells those who listen with {@link SocketIoServer#onAudit} of something about this socket; nothing happens if nobody
     * does.
     *
     * @param kind what has happened
     * @param reason why or which, in the application's own words, never the client's
     */
    public void audit(AuditEvent.Kind kind, String reason) {
        namespace.server().audit().tell(() -> client.audited(kind, reason).in(namespace.name(), user));
    }

    /** Makes the client leave this namespace; its other namespaces stay. It does not come back by itself. */
    public void disconnect() {
        client.disconnect(this);
    }

    /**
     * Makes the client leave this namespace, or all of them.
     *
     * @param closeConnection true: it leaves all, and the connection is closed then; false: as {@link #disconnect()}
     */
    public void disconnect(boolean closeConnection) {
        if (closeConnection) {
            client.disconnectAll();
        } else {
            disconnect();
        }
    }

    @Override
    public String toString() {
        return "Socket[" + namespace.name() + " " + id + "]";
    }

    void emit(Delivery delivery, String event, @Nullable Object... arguments) {
        var packet = event(Packet.Event.NO_ACK, event, arguments);
        var encoded = encode(packet, delivery);
        if (recoveryId != null && !delivery.lossy()) {
            namespace.adapter().broadcast(Selection.ALL.to(id), encoded, false, false);
            return;
        }
        tellOutgoing(packet);
        namespace.tally().sent(1);
        transmit(Frames.of(encoded), delivery.lossy());
    }

    CompletionStage<Arguments> emitWithAck(Delivery delivery, String event, @Nullable Object... arguments) {
        long ackId = namespace.nextAckId();
        var packet = event(ackId, event, arguments);
        var frames = Frames.of(encode(packet, delivery));
        var answer = new SingleAnswer(namespace.environment(), namespace.longestAnswer(delivery), () -> {
            acks().forget(ackId);
            namespace.answerIsLate(delivery);
        });
        if (acks().expect(ackId, answer)) {
            tellOutgoing(packet);
            namespace.tally().sent(1);
            transmit(frames, delivery.lossy());
        }
        return answer.stage();
    }

    boolean hearsOutgoing() {
        return !hooks.outgoing.isEmpty();
    }

    void tellOutgoing(Event event) {
        Runnable tell = () -> hooks.outgoing.forEach(listener -> guarded(() -> listener.accept(event)));
        if (runner == Thread.currentThread()) {
            tell.run();
        } else {
            serial.execute(tell);
        }
    }

    Parser parser() {
        return namespace.server().parser();
    }

    List<EnginePacket> frames(Packet packet) {
        return Frames.of(parser().encode(packet));
    }

    private EncodedPacket encode(Packet packet, Delivery delivery) {
        return parser().encode(packet).withCompress(delivery.compress());
    }

    void transmit(List<EnginePacket> frames, boolean lossy) {
        if (state != State.GONE) {
            client.send(frames, lossy);
        }
    }

    /** Queues a packet that can be recovered, unless the client has got it before; true: {@link #drain} must be called. */
    boolean enqueue(List<EnginePacket> frames, LoggedPacket packet, long sequence) {
        return state != State.GONE && client.enqueue(frames, () -> isNew(packet, sequence));
    }

    private boolean isNew(LoggedPacket packet, long sequence) {
        var entered = entry;
        return entered == null || entered.isFollowedBy(packet, sequence);
    }

    void drain() {
        client.drain();
    }

    Comeback.Attempt comeback() {
        return comeback;
    }

    /** The rooms it is in, without its own. */
    Set<String> joinedRooms() {
        return namespace.adapter().rooms(this);
    }

    /** How far the client was when it entered. */
    SessionState.Entry entry() {
        return requireNonNull(entry);
    }

    /** On the session's serial: the client has all that it has missed, as soon as it has what is being sent. */
    void entered(SessionState.Entry how) {
        entry = how;
        var recovery = namespace.recovery();
        if (recovery != null && recoveryId != null) {
            recovery.entered(this, recoveryId);
        }
    }

    /** The fields of the CONNECT answer. */
    Map<String, Object> answer() {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("sid", id);
        if (recoveryId != null) {
            fields.put("pid", recoveryId);
        }
        return fields;
    }

    PendingAcks acks() {
        var server = namespace.server();
        return Lazily.made(
                this,
                ACKS,
                () -> new PendingAcks(
                        server.options().maxPendingAcks(),
                        server.engine().counters(),
                        namespace.tally(),
                        server.environment().ticker()));
    }

    /**
     * Runs a task in its turn among the listeners of this socket, of which one runs at a time: for what completes
     * elsewhere. Returns at once. How many tasks may wait is not bounded.
     *
     * @param task runs on the handler pool, also when the socket is disconnected; what it throws goes to {@link #onError}
     */
    public void execute(Runnable task) {
        serial.execute(() -> {
            runner = Thread.currentThread();
            try {
                task.run();
            } finally {
                runner = null;
            }
        });
    }

    /** On the session's serial. */
    void upgraded() {
        execute(() -> hooks.upgrade.forEach(this::guarded));
    }

    /** On the session's serial: from now on the socket is in its namespace. */
    void connect() {
        var rooms = new HashSet<>(roomsAside.list());
        rooms.removeIf(UserRoom::isReserved);
        state = State.CONNECTED;
        var belongsTo = user;
        if (belongsTo != null) {
            rooms.add(UserRoom.of(belongsTo));
        }
        namespace.tally().connected();
        namespace.adapter().add(this, rooms);
        roomsAside.clear();
        if (belongsTo != null) {
            device = namespace.server().userDirectory().enter(namespace.name(), belongsTo);
        }
    }

    /** On the session's serial: leaves everything at once; the listeners hear of it after the events before. */
    void disconnected(DisconnectReason reason, String description) {
        boolean wasConnected = state == State.CONNECTED;
        if (wasConnected) {
            namespace.tally().disconnected(reason);
            var left = namespace.adapter().remove(this);
            roomsAside.addAll(left);
            var recovery = namespace.recovery();
            if (recovery != null && recoveryId != null) {
                recovery.left(this, recoveryId, left, reason);
            }
        }
        state = State.LEAVING;
        var left = device;
        if (left != null) {
            left.leave();
        }
        acks().close();
        serial.execute(() -> {
            if (wasConnected) {
                hooks.disconnecting.forEach(listener -> guarded(() -> listener.accept(reason, description)));
            }
            state = State.GONE;
            roomsAside.clear();
            if (wasConnected) {
                disconnectListeners.forEach(listener -> guarded(() -> listener.accept(reason, description)));
            }
            if (hooks != Hooks.NONE) {
                hooks.gone.complete(null);
            }
        });
    }

    /** On the socket's serial. */
    void received(Packet.Event packet) {
        var ticker = namespace.environment().ticker();
        long begun = ticker.nanos();
        failing = false;
        if (handle(packet)) {
            namespace.tally().handled(ticker.nanos() - begun, failing);
        } else {
            namespace.tally().unknown();
        }
    }

    /** Whether anybody has heard it, a middleware that has refused it included. */
    private boolean handle(Packet.Event packet) {
        var name = packet.payload().name();
        var event = new Event(name, packet.payload().arguments(), ack(packet.ackId()));
        boolean heard = false;
        for (var listener : hooks.incoming) {
            guarded(event, listener);
            heard = true;
        }
        try {
            hooks.middlewares.forEach(middleware -> middleware.apply(event));
        } catch (RuntimeException | Error refused) {
            audit(AuditEvent.Kind.EVENT_REFUSED, "a middleware");
            failed(event, refused);
            return true;
        }
        return listeners.forEach(name, listener -> guarded(event, listener)) || heard;
    }

    private Ack ack(long ackId) {
        if (ackId == Packet.Event.NO_ACK) {
            return Ack.NONE;
        }
        return new Ack(values -> {
            var frames = frames(new Packet.Ack(namespace.name(), ackId, parser().payload(values)));
            return () -> {
                namespace.tally().ackSent();
                transmit(frames, false);
            };
        });
    }

    private void guarded(Event event, Consumer<Event> listener) {
        try {
            listener.accept(event);
        } catch (RuntimeException | Error failure) {
            failed(event, failure);
        }
    }

    private void failed(Event event, Throwable failure) {
        failing = true;
        if (failure instanceof InvalidArgumentException || failure instanceof EventRefusedException) {
            event.answer().fail(failure);
        }
        failed(failure);
    }

    /** How commands of other sockets' operators, perhaps from another node, are done to this one. */
    SocketCommand.Handler commands() {
        return new SocketCommand.Handler() {
            @Override
            public void join(Set<String> rooms) {
                try {
                    Socket.this.join(rooms.toArray(String[]::new));
                } catch (IllegalStateException | IllegalArgumentException tooMany) {
                    LOG.log(Level.WARNING, String.valueOf(tooMany.getMessage()));
                }
            }

            @Override
            public void leave(Set<String> rooms) {
                Socket.this.leave(rooms.toArray(String[]::new));
            }

            @Override
            public void disconnect(boolean closeConnection) {
                Socket.this.disconnect(closeConnection);
            }
        };
    }

    private static String requireFree(String event) {
        if (ReservedEvents.contains(event)) {
            throw new IllegalArgumentException("\"" + event + "\" is a reserved event name; use onDisconnect");
        }
        return event;
    }

    private Packet.Event event(long ackId, String event, @Nullable Object... arguments) {
        return new Packet.Event(namespace.name(), ackId, parser().payload(event, Arrays.asList(arguments)));
    }

    private void tellOutgoing(Packet.Event packet) {
        if (hearsOutgoing()) {
            tellOutgoing(new Event(packet.payload().name(), packet.payload().arguments(), Ack.NONE));
        }
    }

    private void guarded(Runnable code) {
        try {
            code.run();
        } catch (RuntimeException | Error failure) {
            failed(failure);
        }
    }

    /** The application's code has thrown. */
    private void failed(Throwable failure) {
        if (hooks.error.isEmpty()) {
            unheard(failure);
            return;
        }
        for (var listener : hooks.error) {
            try {
                listener.accept(failure);
            } catch (RuntimeException second) {
                LOG.log(Level.ERROR, "an error listener of " + this + " failed", second);
            }
        }
    }

    /** What a client can cause is no error of ours, and cannot fill the log. */
    private void unheard(Throwable failure) {
        if (failure instanceof InvalidArgumentException) {
            LOG.log(misfitLogged ? Level.DEBUG : Level.WARNING, this + ": " + failure.getMessage());
            misfitLogged = true;
        } else if (failure instanceof EventRefusedException) {
            LOG.log(Level.DEBUG, () -> this + " was refused an event: " + failure.getMessage());
        } else {
            LOG.log(Level.ERROR, "a listener of " + this + " failed", failure);
        }
    }

    /** The listeners to add to. */
    private Hooks hooks() {
        if (hooks == Hooks.NONE) {
            HOOKS.compareAndSet(this, Hooks.NONE, new Hooks());
        }
        return hooks;
    }

    /** The listeners that few sockets have. */
    private static final class Hooks {
        /** For reading only. */
        static final Hooks NONE = new Hooks();

        final Several<Consumer<Event>> incoming = new Several<>();
        final Several<Consumer<Event>> outgoing = new Several<>();
        final Several<EventMiddleware> middlewares = new Several<>();
        final Several<BiConsumer<DisconnectReason, String>> disconnecting = new Several<>();
        final Several<Runnable> upgrade = new Several<>();
        final Several<Consumer<Throwable>> error = new Several<>();
        final CompletableFuture<Void> gone = new CompletableFuture<>();
    }

    private record Notes(ConcurrentMap<String, Object> data) {}

    private enum State {
        CONNECTING,
        CONNECTED,
        LEAVING,
        GONE
    }
}
