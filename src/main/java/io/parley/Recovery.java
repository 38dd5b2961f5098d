package io.parley;

import io.parley.adapter.LoggedPacket;
import io.parley.adapter.Offset;
import io.parley.adapter.RecoveryLog;
import io.parley.adapter.SessionClaim;
import io.parley.adapter.SessionReply;
import io.parley.adapter.SessionReply.Verdict;
import io.parley.adapter.SharedSessions;
import io.parley.kernel.Environment;
import io.parley.kernel.SerialExecutor;
import io.parley.packet.EncodedPacket;
import java.security.Principal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * The clients of one namespace that are here, or away, and may come back, here or to another node. Thread-safe.
 *
 * <p>A recovery id ({@code pid}) is a secret between one client and the server. It works once: who takes a session takes it
 * out, and it is there anew when its client has entered.
 */
final class Recovery {
    /** Under which each node writes down that it keeps packets; a recovery id is longer. */
    static final String RECORDER = "recorder";

    private static final Set<DisconnectReason> RECOVERABLE = EnumSet.of(
            DisconnectReason.TRANSPORT_ERROR,
            DisconnectReason.TRANSPORT_CLOSE,
            DisconnectReason.PING_TIMEOUT,
            DisconnectReason.FORCED_CLOSE,
            DisconnectReason.FORCED_SERVER_CLOSE,
            DisconnectReason.SERVER_SHUTTING_DOWN);
    /** Until it is noticed that a node says nothing more. */
    private static final Duration DETECTION = Duration.ofSeconds(15);

    private static final int MOST_CLAIMANTS = 100_000;

    private final Namespace namespace;
    private final RecoveryOptions options;
    private final Environment environment;
    private final RecoveryLog log;
    /** What was sent so long before a client was missed it has got: else its connection would have ended earlier. */
    private final long certainNanos;

    private final Map<String, Socket> present = new ConcurrentHashMap<>();
    private final Map<String, Away> away = new ConcurrentHashMap<>();
    /** Who has asked for a session last. */
    private final Map<String, Claimant> claimants = new ConcurrentHashMap<>();
    /** Whose state has changed since it was written down. */
    private final Set<String> changed = ConcurrentHashMap.newKeySet();

    private final SerialExecutor writer;

    Recovery(Namespace namespace, RecoveryOptions options, String node) {
        this.namespace = namespace;
        this.options = options;
        this.environment = namespace.environment();
        var engine = namespace.server().options().engine();
        var certain = engine.pingInterval().plus(engine.pingTimeout()).plus(DETECTION);
        this.certainNanos = certain.toNanos();
        this.log = new RecoveryLog(environment.ticker(), node, options.limits(certain));
        this.writer = SerialExecutor.on(environment.handlers(), environment.failures());
    }

    /** From now on the other nodes can be told, and asked. */
    void start() {
        sessions().put(RECORDER, new EncodedPacket("", List.of(), true));
    }

    RecoveryLog log() {
        return log;
    }

    SharedSessions sessions() {
        return namespace.adapter().sessions();
    }

    boolean skipsMiddlewares() {
        return options.skipMiddlewares();
    }

    Duration maxDisconnection() {
        return options.maxDisconnection();
    }

    long now() {
        return environment.ticker().nanos();
    }

    /**
     * Finds out what a client gets that wants to join: a session if it asks for one and may have it.
     *
     * @param then told, now or later on any thread
     */
    void attempt(Handshake handshake, Consumer<Comeback.Attempt> then) {
        if (handshake.auth().get("pid") instanceof String id) {
            new Comeback(this, namespace, id, handshake, then).begin();
        } else {
            then.accept(Comeback.Attempt.NOT_ASKED);
        }
    }

    /** The client has not come in after all: its session waits for it here. */
    void giveBack(Comeback.Attempt attempt) {
        var state = attempt.state();
        if (state != null) {
            keep(attempt.id(), state.moved(), attempt.lostAt());
        }
    }

    /** How a client enters that is not recovered: nothing is sent to it first. */
    SessionState.Entry enter() {
        var here = log.here();
        return new SessionState.Entry(here.position(), here, recorders(), 1);
    }

    /** What is sent first to a client that is recovered, and how it enters; empty: too late. */
    Optional<Return> enter(Socket socket, SessionState state) {
        var attempt = socket.comeback();
        // in this order: a room that it is made to join meanwhile counts for what was sent before, too
        var here = log.here();
        var missed = missed(attempt, socket.allRooms(), here.sequence());
        if (missed.isEmpty()) {
            return Optional.empty();
        }
        var packets = new ArrayList<EncodedPacket>();
        var position = attempt.since().position();
        for (var packet : missed.get()) {
            position = position.and(packet.origin(), packet.number());
            var offset = Offset.of(position).toString();
            packets.add(namespace.server().parser().append(packet.packet(), offset));
        }
        var recorders = new HashSet<>(state.entry().recorders());
        recorders.retainAll(recorders());
        var entered = new Offset(here.node(), here.sequence(), here.position().and(position));
        return Optional.of(new Return(
                packets,
                new SessionState.Entry(
                        attempt.since().position(),
                        entered,
                        recorders,
                        state.entry().generation() + 1)));
    }

    /** What a client has missed, in order; empty if that is too much, or if it is not all that it has missed. */
    Optional<List<LoggedPacket>> missed(Comeback.Attempt attempt, Set<String> rooms, long upTo) {
        var own = log.missed(attempt.since(), upTo, now() - attempt.lostAt() + certainNanos, rooms);
        if (own.isEmpty() || !(attempt.isComplete() || isKeptHere(attempt))) {
            return Optional.empty();
        }
        var missed = attempt.missed(own.get(), rooms);
        long size = missed.stream().mapToLong(LoggedPacket::size).sum();
        return missed.size() <= options.maxMissedPackets() && size <= options.maxMissedBytes()
                ? Optional.of(missed)
                : Optional.empty();
    }

    /** Whether this node has kept all that the client may have missed. */
    boolean isKeptHere(Comeback.Attempt attempt) {
        return reachesBack(attempt, log.tag(), log.reach(attempt.since().position()), log.age());
    }

    /**
     * Whether a node has kept all that the client may have missed.
     *
     * @param reachNanos for how long it lacks nothing
     * @param ageNanos for how long it has kept anything
     */
    boolean reachesBack(Comeback.Attempt attempt, String tag, long reachNanos, long ageNanos) {
        var state = attempt.state();
        long needed = now() - attempt.lostAt() + certainNanos;
        return state != null
                && reachNanos >= needed
                && (ageNanos >= needed || state.entry().recorders().contains(tag));
    }

    /** A socket is in the namespace from now on. */
    void entered(Socket socket, String id) {
        present.put(id, socket);
        changed(id);
    }

    /** Rooms or data of a socket have changed, or it has come or gone: that is written down soon. */
    void changed(String id) {
        if (sessions().areShared() && changed.add(id)) {
            writer.execute(() -> write(id));
        }
    }

    /** A socket has gone: keeps what it needs to come back, if it may. */
    void left(Socket socket, String id, Set<String> rooms, DisconnectReason reason) {
        if (present.get(id) == socket) {
            if (RECOVERABLE.contains(reason) && away.size() < options.maxSessions()) {
                keep(id, state(socket, rooms), now());
            }
            present.remove(id);
            changed(id);
        }
    }

    private void keep(String id, SessionState state, long lostAt) {
        var kept = new Away(state, lostAt);
        away.put(id, kept);
        changed(id);
        long nanos = Math.max(0, options.maxDisconnection().toNanos() - (now() - lostAt));
        environment.scheduler().schedule(nanos, () -> {
            if (away.remove(id, kept)) {
                changed(id);
            }
        });
    }

    boolean isPresent(String id) {
        return present.containsKey(id);
    }

    Optional<Away> away(String id) {
        return Optional.ofNullable(away.get(id));
    }

    /** Takes a session out; false if it was not there any more. */
    boolean take(String id, Away session) {
        boolean taken = away.remove(id, session);
        if (taken) {
            changed(id);
        }
        return taken;
    }

    /** Another node asks for a session, since its client has come there. */
    void claim(SessionClaim claim, String node, Consumer<SessionReply> answer) {
        environment.complete(() -> answer.accept(give(claim, node)));
    }

    private SessionReply give(SessionClaim claim, String node) {
        long reach = log.reach(claim.since().position());
        var packets = claim.packets() ? log.missed(claim) : Optional.of(List.<LoggedPacket>of());
        if (packets.isEmpty()) {
            reach = 0;
        }
        var session = away.get(claim.id());
        if (session != null && take(claim.id(), session)) {
            claimedBy(claim.id(), session.state.entry().generation(), node);
            var state = session.state.write(namespace.server().parser(), namespace.name());
            return new SessionReply(
                    Verdict.GIVEN, state, now() - session.lostAt, reach, log.age(), packets.orElse(List.of()));
        }
        boolean first = claimedBy(claim.id(), claim.generation(), node);
        return new SessionReply(
                first ? Verdict.NOT_HERE : Verdict.TAKEN, null, 0, reach, log.age(), packets.orElse(List.of()));
    }

    /**
     * Notes who asks for a session; false if somebody else has done so before.
     *
     * @param generation of the session: who asks for a later one is no rival
     * @param claimant another node; or this one, a name of its own each time
     */
    boolean claimedBy(String id, long generation, String claimant) {
        if (claimants.size() >= MOST_CLAIMANTS) {
            return false;
        }
        var latest = new Claimant(claimant, generation);
        var before = claimants.get(id);
        if (before != null && before.generation >= generation) {
            return before.equals(latest);
        }
        boolean noted =
                before == null ? claimants.putIfAbsent(id, latest) == null : claimants.replace(id, before, latest);
        if (noted) {
            environment
                    .scheduler()
                    .schedule(options.maxDisconnection().toNanos() + certainNanos, () -> claimants.remove(id, latest));
        }
        return noted;
    }

    /** On the writer. Runs the application's code. */
    private void write(String id) {
        changed.remove(id);
        var socket = present.get(id);
        var gone = away.get(id);
        if (socket != null) {
            write(id, state(socket, socket.joinedRooms()));
        } else if (gone != null) {
            write(id, gone.state);
        } else {
            sessions().remove(id);
        }
    }

    private void write(String id, SessionState state) {
        sessions().put(id, state.write(namespace.server().parser(), namespace.name()));
    }

    private static SessionState state(Socket socket, Set<String> rooms) {
        var user = socket.handshake().principal().map(Principal::getName);
        return new SessionState(socket.id(), rooms, socket.data(), user, socket.entry());
    }

    /** The tags of the nodes that keep packets now. */
    private Set<String> recorders() {
        var tags = new HashSet<String>();
        tags.add(log.tag());
        sessions().get(RECORDER).keySet().forEach(node -> tags.add(RecoveryLog.tag(node)));
        return tags;
    }

    /**
     * A session that waits for its client.
     *
     * @param lostAt when the client was missed first, see {@link #now}
     */
    record Away(SessionState state, long lostAt) {}

    private record Claimant(String name, long generation) {}

    /**
     * How a client comes back.
     *
     * @param missed in order, with their offsets
     * @param entry how far it is with them
     */
    record Return(List<EncodedPacket> missed, SessionState.Entry entry) {}
}
