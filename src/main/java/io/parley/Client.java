package io.parley;

import static java.util.Objects.requireNonNull;

import io.parley.engine.BinaryPacket;
import io.parley.engine.CloseReason;
import io.parley.engine.EngineListener;
import io.parley.engine.EnginePacket;
import io.parley.engine.EngineSession;
import io.parley.engine.TextPacket;
import io.parley.kernel.Limit;
import io.parley.packet.InvalidPacketException;
import io.parley.packet.Packet;
import io.parley.packet.PacketDecoder;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One connection, split into the sockets of its namespaces: the only class that knows both protocols. Confined to the
 * session's serial, but for the methods that say otherwise.
 *
 * <pre>
 *   CONNECT ─▶ a socket, connecting ─▶ middlewares ─▶ CONNECT answer ─▶ "connection" listeners ─▶ events
 *                                          └─ refused ─▶ CONNECT_ERROR
 * </pre>
 *
 * Events that come before the middlewares are done wait and are delivered after the connection listeners.
 */
final class Client implements EngineListener, Packet.Handler<Void> {
    private static final System.Logger LOG = System.getLogger(Client.class.getName());

    private final SocketIoServer server;
    private final EngineSession session;
    private final Dialect dialect;
    private PacketDecoder decoder;
    /** Few, and mostly one. */
    private final List<Member> members = new ArrayList<>(1);
    /** Whether the attachments of a packet are awaited. */
    private boolean awaiting;
    /** How often reading had stopped or gone on when they began to be. */
    private long turnsThen;
    /** Whether the client has ever been in a namespace. */
    private boolean joined;

    Client(SocketIoServer server, EngineSession session) {
        this.server = server;
        this.session = session;
        this.dialect = Dialect.of(session, server.parser());
        this.decoder = server.parser().decoder();
    }

    @Override
    public void opened() {
        watchJoining();
        if (dialect.joinsRootUnasked()) {
            connect(new Packet.Connect("/", null));
        }
    }

    @Override
    public void message(EnginePacket message) {
        try {
            var packet = message instanceof BinaryPacket binary
                    ? decoder.binary(binary.data())
                    : decoder.text(((TextPacket) message).frame(), 1);
            if (packet != null) {
                packet.accept(this);
            }
            watchAttachments();
        } catch (InvalidPacketException broken) {
            broken.limit().ifPresent(session::hit);
            session.close(CloseReason.FORCED_CLOSE, String.valueOf(broken.getMessage()));
        }
    }

    /** Attachments have not come in time; or no namespace has been joined. */
    @Override
    public void reminded() {
        if (awaiting) {
            attachmentsTimedOut();
        } else if (!joined) {
            session.hit(Limit.CONNECT_TIME);
            session.close(CloseReason.FORCED_SERVER_CLOSE, "no namespace joined in time");
        }
    }

    @Override
    public void expelled(String why, Consumer<List<? extends EnginePacket>> last) {
        var leaving = List.copyOf(members);
        members.clear();
        var frames = new ArrayList<EnginePacket>();
        leaving.forEach(member ->
                frames.addAll(Frames.of(server.parser().encode(new Packet.Disconnect(member.namespace.name())))));
        if (!frames.isEmpty()) {
            last.accept(frames);
        }
        leaving.forEach(member -> leave(member, DisconnectReason.SERVER_NAMESPACE_DISCONNECT, why));
    }

    @Override
    public void upgraded() {
        members.stream().flatMap(member -> member.socket().stream()).forEach(Socket::upgraded);
    }

    @Override
    public void closed(CloseReason reason, String description) {
        decoder = server.parser().decoder(); // a session may take long to close: what has come of a packet goes at once
        LOG.log(Level.DEBUG, () -> "a connection is closed: " + reason + ", " + description);
        if (reason == CloseReason.LOGIN_OVER) {
            server.audit().tell(() -> AuditEvent.of(AuditEvent.Kind.SESSION_EXPIRED, description, session));
        }
        var leaving = List.copyOf(members);
        members.clear();
        leaving.forEach(member -> leave(member, DisconnectReason.of(reason), description));
    }

    @Override
    public Void connect(Packet.Connect packet) {
        var name = dialect.namespace(packet);
        if (member(name) != null) {
            session.close(CloseReason.FORCED_SERVER_CLOSE, "a second CONNECT to " + name);
            return null;
        }
        if (members.size() >= server.options().maxNamespaces()) {
            session.hit(Limit.NAMESPACES);
            refuse(name, "too many namespaces");
            return null;
        }
        var handshake = new Handshake(session.request(), dialect.auth(packet));
        server.acquire(name, handshake.auth())
                .ifPresentOrElse(namespace -> connect(namespace, handshake), () -> refuse(name, "Invalid namespace"));
        return null;
    }

    @Override
    public Void event(Packet.Event packet) {
        var member = member(packet);
        if (member != null) {
            session.eventReceived();
            if (member.held == null) {
                deliver(member.present(), packet);
            } else {
                member.held.add(packet);
            }
        }
        return null;
    }

    @Override
    public Void ack(Packet.Ack packet) {
        var member = member(packet);
        if (member != null) {
            member.socket().ifPresent(socket -> socket.acks()
                    .received(packet.ackId(), packet.payload().arguments()));
        }
        return null;
    }

    @Override
    public Void disconnect(Packet.Disconnect packet) {
        var member = member(packet);
        if (member != null) {
            members.remove(member);
            leave(member, DisconnectReason.CLIENT_NAMESPACE_DISCONNECT, "the client left");
        }
        return null;
    }

    @Override
    public Void connectError(Packet.ConnectError packet) {
        session.close(CloseReason.FORCED_CLOSE, "CONNECT_ERROR from a client");
        return null;
    }

    /** The revision of Engine.IO. Thread-safe. */
    int protocol() {
        return session.revision().number();
    }

    /** What runs the application's code for the sockets of this connection. Thread-safe. */
    Executor handlers() {
        return session.handlers();
    }

    /** The name of the transport in use. Thread-safe. */
    String transport() {
        return session.transport().toString();
    }

    /** Thread-safe. */
    AuditEvent audited(AuditEvent.Kind kind, String reason) {
        return AuditEvent.of(kind, reason, session);
    }

    /** Thread-safe. */
    void send(List<EnginePacket> frames, boolean lossy) {
        if (lossy) {
            session.sendLossy(frames);
        } else {
            session.send(frames);
        }
    }

    /** Thread-safe. */
    boolean enqueue(List<EnginePacket> frames, BooleanSupplier wanted) {
        return session.enqueue(frames, wanted);
    }

    /** Thread-safe. */
    void drain() {
        session.drain();
    }

    /** Thread-safe. */
    void disconnect(Socket socket) {
        session.execute(() -> {
            var member = member(socket.namespace().name());
            if (member != null && member.socket == socket) {
                remove(member);
            }
        });
    }

    /** What a socket says of its expiry has changed. Thread-safe. */
    void watchExpiry() {
        session.execute(() -> session.expireAt(members.stream()
                .flatMap(member -> member.socket().stream())
                .flatMap(socket -> socket.expiry().stream())
                .min(Comparator.naturalOrder())));
    }

    /** Leaves all namespaces and closes the connection. Thread-safe. */
    void disconnectAll() {
        session.execute(() -> {
            List.copyOf(members).forEach(this::remove);
            session.close(CloseReason.FORCED_SERVER_CLOSE, "disconnected by the application");
        });
    }

    /** A packet whose attachments do not come would be kept for as long as the connection lasts. */
    private void watchAttachments() {
        if (!decoder.incomplete()) {
            if (awaiting) {
                awaiting = false;
                watchJoining();
            }
        } else if (members.isEmpty()) {
            session.close(CloseReason.FORCED_SERVER_CLOSE, "a packet before a namespace was joined");
        } else if (!awaiting) {
            awaiting = true;
            awaitAttachments();
        }
    }

    private void awaitAttachments() {
        turnsThen = session.inflow().turns();
        session.remindAfter(server.options().attachmentTimeout());
    }

    private void watchJoining() {
        if (joined) {
            session.forgetReminder();
        } else {
            session.remindAfter(server.options().connectTimeout());
        }
    }

    private void attachmentsTimedOut() {
        if (session.inflow().isFull() || session.inflow().turns() != turnsThen) {
            awaitAttachments(); // it is us who have not read on
            return;
        }
        session.hit(Limit.ATTACHMENT_TIME);
        session.close(CloseReason.FORCED_CLOSE, "attachments did not come in time");
    }

    private void remove(Member member) {
        members.remove(member);
        send(new Packet.Disconnect(member.namespace.name()));
        leave(member, DisconnectReason.SERVER_NAMESPACE_DISCONNECT, "the application disconnected it");
    }

    private void leave(Member member, DisconnectReason reason, String description) {
        member.socket().ifPresent(socket -> leave(socket, reason, description));
        member.release().forEach(packet -> session.inflow().left());
        if (member.socket().flatMap(Socket::expiry).isPresent()) {
            watchExpiry();
        }
        server.release(member.namespace);
    }

    private static void leave(Socket socket, DisconnectReason reason, String description) {
        boolean entered = socket.connected();
        socket.disconnected(reason, description);
        var recovery = socket.namespace().recovery();
        if (!entered && recovery != null) {
            recovery.giveBack(socket.comeback());
        }
    }

    private void connect(Namespace namespace, Handshake handshake) {
        var member = new Member(namespace);
        members.add(member);
        session.inflow().entered(); // who joins and leaves again and again keeps the handlers busy, too
        var recovery = dialect.recovers() ? namespace.recovery() : null;
        if (recovery == null) {
            connect(member, handshake, Comeback.Attempt.NOT_ASKED);
        } else {
            recovery.attempt(
                    handshake,
                    attempt -> session.execute(() -> {
                        if (members.contains(member)) {
                            connect(member, handshake, attempt);
                        } else {
                            recovery.giveBack(attempt);
                            session.inflow().left();
                        }
                    }));
        }
    }

    private void connect(Member member, Handshake handshake, Comeback.Attempt attempt) {
        var namespace = member.namespace;
        var recovery = namespace.recovery();
        var state = attempt.state();
        var id = state == null
                ? dialect.socketId(namespace.name(), server.environment().ids())
                : state.id();
        var socket = new Socket(id, namespace, this, handshake, attempt);
        member.socket = socket;
        if (attempt.isRefused()) {
            socket.audit(
                    AuditEvent.Kind.RECOVERY_REFUSED,
                    attempt.outcome().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        }
        socket.execute(() -> {
            try {
                if (recovery == null || state == null || !recovery.skipsMiddlewares()) {
                    namespace.applyMiddlewares(socket);
                }
                session.execute(first -> accepted(member, first));
            } catch (ConnectionRefusedException refusal) {
                session.execute(() -> refused(member, refusal.fields()));
            } catch (RuntimeException | Error failure) {
                LOG.log(Level.ERROR, "a middleware of " + namespace.name() + " failed", failure);
                session.execute(() -> refused(member, Map.of("message", "Internal error")));
            } finally {
                session.inflow().left();
            }
        });
    }

    private void accepted(Member member, Consumer<List<? extends EnginePacket>> first) {
        var socket = member.present();
        if (!members.contains(member)) {
            return;
        }
        joined = true;
        socket.user().ifPresent(user -> socket.audit(AuditEvent.Kind.LOGIN, "connected"));
        if (!awaiting) {
            watchJoining();
        }
        var held = member.release();
        if (!enter(socket, first)) {
            session.close(CloseReason.FORCED_SERVER_CLOSE, "the recovery log was overrun");
            return;
        }
        socket.execute(() -> socket.namespace().connected(socket));
        held.forEach(packet -> deliver(socket, packet));
    }

    /**
     * Puts the socket into its namespace and answers its CONNECT, after what it has missed, all in one batch: the official
     * client keeps what came before the answer when it loses the connection, and would hear it twice. What others
     * broadcast meanwhile waits for the end of this task; of that the packets that are replayed here are left out. False:
     * too late to recover it.
     *
     * @param first sends before what waits
     */
    private boolean enter(Socket socket, Consumer<List<? extends EnginePacket>> first) {
        var namespace = socket.namespace();
        var frames = new ArrayList<EnginePacket>();
        socket.connect();
        var recovery = namespace.recovery();
        if (recovery != null) {
            var state = socket.comeback().state();
            if (state == null) {
                socket.entered(recovery.enter());
            } else {
                var back = recovery.enter(socket, state);
                if (back.isEmpty()) {
                    return false;
                }
                back.get().missed().forEach(packet -> frames.addAll(Frames.of(packet)));
                socket.entered(back.get().entry());
            }
        }
        frames.addAll(Frames.of(server.parser().encode(dialect.accepted(namespace.name(), socket.answer()))));
        // a kind of list that no other packet comes in would cost each of them an iterator
        first.accept(List.copyOf(frames));
        return true;
    }

    private void refused(Member member, Map<String, ?> fields) {
        if (members.remove(member)) {
            member.present().audit(AuditEvent.Kind.NAMESPACE_REFUSED, "a middleware");
            member.namespace.tally().refused();
            leave(member, DisconnectReason.SERVER_NAMESPACE_DISCONNECT, "refused by a middleware");
            send(dialect.refused(member.namespace.name(), fields));
        }
    }

    private void refuse(String namespace, String why) {
        // not its name, which is the client's
        server.audit().tell(() -> audited(AuditEvent.Kind.NAMESPACE_REFUSED, why));
        send(new Packet.ConnectError(namespace, server.parser().object(Map.of("message", why))));
    }

    private void deliver(Socket socket, Packet.Event packet) {
        socket.execute(() -> {
            try {
                socket.received(packet);
            } finally {
                session.inflow().left();
            }
        });
    }

    private @Nullable Member member(String namespace) {
        for (var member : members) {
            if (member.namespace.name().equals(namespace)) {
                return member;
            }
        }
        return null;
    }

    /** The member a packet is for; a packet for a namespace that was not joined ends the connection. */
    private @Nullable Member member(Packet packet) {
        var member = member(dialect.namespace(packet));
        if (member == null) {
            session.close(
                    CloseReason.FORCED_SERVER_CLOSE, "a packet for " + packet.namespace() + ", which was not joined");
        }
        return member;
    }

    private void send(Packet packet) {
        session.send(Frames.of(server.parser().encode(packet)));
    }

    /** A socket, and the events that wait while it is connecting; none wait once it is connected. */
    private static final class Member {
        final Namespace namespace;

        /** Null until it is known whether it is recovered. */
        @Nullable
        Socket socket;

        @Nullable
        List<Packet.Event> held = new ArrayList<>();

        Member(Namespace namespace) {
            this.namespace = namespace;
        }

        Optional<Socket> socket() {
            return Optional.ofNullable(socket);
        }

        Socket present() {
            return requireNonNull(socket);
        }

        List<Packet.Event> release() {
            var waiting = held == null ? List.<Packet.Event>of() : held;
            held = null;
            return waiting;
        }
    }
}
