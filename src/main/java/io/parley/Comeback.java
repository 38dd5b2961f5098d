package io.parley;

import static java.util.Objects.requireNonNull;

import io.parley.adapter.LoggedPacket;
import io.parley.adapter.Offset;
import io.parley.adapter.Position;
import io.parley.adapter.RecoveryLog;
import io.parley.adapter.SessionClaim;
import io.parley.adapter.SessionReply;
import io.parley.adapter.SessionReply.Verdict;
import io.parley.packet.EncodedPacket;
import java.lang.System.Logger.Level;
import java.security.Principal;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A client that wants its session back: from here, or from another node.
 *
 * <pre>
 *   away, here ─▶ taken ─▶ all kept here, or by others? ─▶ recovered
 *   elsewhere ─▶ claimed: given by its node, or that one is gone and nobody else has claimed it ─▶ the same
 *   still connected, or nowhere ─▶ new
 * </pre>
 */
final class Comeback {
    private static final System.Logger LOG = System.getLogger(Comeback.class.getName());
    private static final int MOST_ID_CHARACTERS = 64;

    private final Recovery recovery;
    private final Namespace namespace;
    private final String id;
    private final Handshake handshake;
    private final Consumer<Attempt> then;

    /** @param then told what becomes of it, once, now or later on any thread */
    Comeback(Recovery recovery, Namespace namespace, String id, Handshake handshake, Consumer<Attempt> then) {
        this.recovery = recovery;
        this.namespace = namespace;
        this.id = id;
        this.handshake = handshake;
        this.then = then;
    }

    void begin() {
        var session = recovery.away(id);
        if (session.isPresent()) {
            take(session.get());
        } else if (recovery.isPresent(id)) {
            fail(RecoveryOutcome.UNKNOWN);
        } else {
            claim();
        }
    }

    /** A session that is away here. */
    private void take(Recovery.Away session) {
        var state = session.state();
        var since = since(state);
        if (!isUser(state.user())) {
            fail(RecoveryOutcome.OTHER_USER);
        } else if (!recovery.take(id, session)) {
            fail(RecoveryOutcome.UNKNOWN);
        } else if (since.isEmpty()) {
            fail(RecoveryOutcome.TOO_MUCH_MISSED);
        } else {
            var attempt = Attempt.of(id, state, since.get(), session.lostAt());
            if (recovery.isKeptHere(attempt)) {
                finish(attempt);
            } else {
                ask(state, since.get(), true, "", replies -> finish(completed(attempt, replies)));
            }
        }
    }

    /** A session that another node has, or had. */
    private void claim() {
        Row row = newest();
        var since = row == null ? Optional.<Offset>empty() : since(row.state);
        if (row == null) {
            fail(RecoveryOutcome.UNKNOWN);
        } else if (!isUser(row.state.user())) {
            fail(RecoveryOutcome.OTHER_USER);
        } else if (since.isEmpty()) {
            fail(RecoveryOutcome.TOO_MUCH_MISSED);
        } else if (!recovery.claimedBy(
                id,
                row.state.entry().generation(),
                namespace.environment().ids().next())) {
            fail(RecoveryOutcome.UNKNOWN);
        } else {
            var awayLongest = Attempt.of(
                    id,
                    row.state,
                    since.get(),
                    recovery.now() - recovery.maxDisconnection().toNanos());
            boolean packets = !recovery.isKeptHere(awayLongest);
            ask(row.state, since.get(), packets, row.node, replies -> claimed(row, replies));
        }
    }

    private void ask(
            SessionState state,
            Offset since,
            boolean packets,
            String owner,
            Consumer<Map<String, SessionReply>> answered) {
        var claim = new SessionClaim(id, state.entry().generation(), since, state.allRooms(), packets);
        recovery.sessions().claim(claim, owner).thenAccept(answered);
    }

    private void claimed(Row row, Map<String, SessionReply> replies) {
        var reply = replies.getOrDefault(row.node, SessionReply.NOTHING);
        var given = reply.verdict() == Verdict.GIVEN ? read(reply.state()) : Optional.<SessionState>empty();
        var gone = recovery.sessions().goneFor(row.node);
        boolean taken = replies.values().stream().anyMatch(said -> said.verdict() == Verdict.TAKEN);
        long awayNanos = given.isPresent() ? reply.awayNanos() : gone.orElse(Long.MAX_VALUE);
        var state = given.orElse(row.state);
        var since = since(state);
        if (taken || awayNanos > recovery.maxDisconnection().toNanos() || since.isEmpty() || !isUser(state.user())) {
            fail(RecoveryOutcome.UNKNOWN);
        } else {
            finish(completed(Attempt.of(id, state, since.get(), recovery.now() - awayNanos), replies));
        }
    }

    /** With what the other nodes know. */
    private Attempt completed(Attempt attempt, Map<String, SessionReply> replies) {
        boolean complete = replies.entrySet().stream()
                .anyMatch(reply -> recovery.reachesBack(
                        attempt,
                        RecoveryLog.tag(reply.getKey()),
                        reply.getValue().reachNanos(),
                        reply.getValue().ageNanos()));
        var packets = replies.values().stream()
                .flatMap(reply -> reply.packets().stream())
                .toList();
        return attempt.with(packets, complete);
    }

    private void finish(Attempt attempt) {
        var state = attempt.state();
        if (state != null
                && recovery.missed(attempt, state.allRooms(), Long.MAX_VALUE).isPresent()) {
            then.accept(attempt);
        } else {
            fail(RecoveryOutcome.TOO_MUCH_MISSED);
        }
    }

    private void fail(RecoveryOutcome outcome) {
        then.accept(Attempt.failed(outcome));
    }

    private boolean isUser(Optional<String> user) {
        return user.equals(handshake.principal().map(Principal::getName));
    }

    /** How far the client is; empty if it says so in words that are none of ours. */
    private Optional<Offset> since(SessionState state) {
        return handshake.auth().get("offset") instanceof String text
                ? Offset.parse(text).map(last -> state.entry().since(Optional.of(last)))
                : Optional.of(state.entry().since(Optional.empty()));
    }

    /** What has been written down of the session last; null: nothing. */
    private @Nullable Row newest() {
        Row newest = null;
        if (id.length() <= MOST_ID_CHARACTERS && !id.equals(Recovery.RECORDER)) {
            for (var row : recovery.sessions().get(id).entrySet()) {
                var state = read(row.getValue());
                if (state.isPresent() && (newest == null || newest.isBefore(state.get()))) {
                    newest = new Row(row.getKey(), state.get());
                }
            }
        }
        return newest;
    }

    private Optional<SessionState> read(@Nullable EncodedPacket written) {
        try {
            return Optional.ofNullable(written).flatMap(namespace::decodeAck).map(SessionState::read);
        } catch (IllegalArgumentException none) {
            LOG.log(Level.WARNING, () -> "what another node says of a session cannot be read: " + none.getMessage());
            return Optional.empty();
        }
    }

    /** @param node that has written it */
    private record Row(String node, SessionState state) {
        boolean isBefore(SessionState other) {
            return state.entry().generation() < other.entry().generation();
        }
    }

    /**
     * What became of a client's wish.
     *
     * @param id the recovery id
     * @param state null unless it is recovered
     * @param since how far the client is
     * @param lostAt when it was missed first, see {@link Recovery#now}
     * @param packets what it has missed, as other nodes tell
     * @param isComplete whether that is all, together with what this node has kept
     */
    record Attempt(
            RecoveryOutcome outcome,
            String id,
            @Nullable SessionState state,
            Offset since,
            long lostAt,
            List<LoggedPacket> packets,
            boolean isComplete) {
        static final Attempt NOT_ASKED = failed(RecoveryOutcome.NOT_ASKED);

        private static Attempt failed(RecoveryOutcome outcome) {
            return new Attempt(outcome, "", null, Offset.of(Position.START), 0, List.of(), false);
        }

        private static Attempt of(String id, SessionState state, Offset since, long lostAt) {
            return new Attempt(RecoveryOutcome.RECOVERED, id, state, since, lostAt, List.of(), false);
        }

        private Attempt with(List<LoggedPacket> told, boolean complete) {
            return new Attempt(outcome, id, state, since, lostAt, told, complete);
        }

        /** Whether the client wanted to be recovered, and is not. */
        boolean isRefused() {
            return outcome != RecoveryOutcome.NOT_ASKED && outcome != RecoveryOutcome.RECOVERED;
        }

        /**
         * All that the client has missed: what other nodes have told, then what is kept here; each once, and those of each
         * origin in its order, though one of the nodes may lack some.
         */
        List<LoggedPacket> missed(List<LoggedPacket> own, Set<String> rooms) {
            if (packets.isEmpty()) {
                return own;
            }
            var told = packets.stream().filter(packet -> packet.selection().includes(rooms));
            var all = new LinkedHashSet<>(Stream.concat(told, own.stream()).toList());
            var byOrigin = new HashMap<String, Queue<LoggedPacket>>();
            for (var packet : all) {
                byOrigin.computeIfAbsent(
                                packet.origin(),
                                origin -> new PriorityQueue<>(Comparator.comparingLong(LoggedPacket::number)))
                        .add(packet);
            }
            return all.stream()
                    .map(place -> requireNonNull(byOrigin.get(place.origin())).remove())
                    .toList();
        }
    }
}
