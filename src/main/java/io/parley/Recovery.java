package io.parley;

import io.parley.adapter.RecoveryLog;
import io.parley.kernel.Environment;
import io.parley.packet.EncodedPacket;
import java.security.Principal;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The clients of one namespace that are away and may come back. Thread-safe.
 *
 * <p>A recovery id ({@code pid}) is a secret between one client and the server. It works once: who takes a saved session
 * takes it out, and its next disconnection saves it anew under the same id.
 */
final class Recovery {
    private static final Set<DisconnectReason> RECOVERABLE = EnumSet.of(
            DisconnectReason.TRANSPORT_ERROR,
            DisconnectReason.TRANSPORT_CLOSE,
            DisconnectReason.PING_TIMEOUT,
            DisconnectReason.FORCED_CLOSE,
            DisconnectReason.FORCED_SERVER_CLOSE,
            DisconnectReason.SERVER_SHUTTING_DOWN);

    private final RecoveryOptions options;
    private final Environment environment;
    private final RecoveryLog log;
    private final Map<String, Saved> away = new ConcurrentHashMap<>();

    Recovery(RecoveryOptions options, Environment environment) {
        this.options = options;
        this.environment = environment;
        var epoch = environment.ids().next();
        this.log = new RecoveryLog(environment.ticker(), epoch, options.limits());
    }

    RecoveryLog log() {
        return log;
    }

    boolean skipsMiddlewares() {
        return options.skipMiddlewares();
    }

    /** What a client gets that wants to join: a saved session if it asks for one and may have it. */
    Attempt attempt(Handshake handshake) {
        if (!(handshake.auth().get("pid") instanceof String pid)) {
            return Attempt.failed(RecoveryOutcome.NOT_ASKED);
        }
        var saved = away.get(pid);
        if (saved == null) {
            return Attempt.failed(RecoveryOutcome.UNKNOWN);
        }
        if (!saved.user.equals(handshake.principal().map(Principal::getName))) {
            return Attempt.failed(RecoveryOutcome.OTHER_USER);
        }
        if (!away.remove(pid, saved)) {
            return Attempt.failed(RecoveryOutcome.UNKNOWN);
        }
        long since = handshake.auth().get("offset") instanceof String offset
                ? log.sequence(offset).orElse(-1)
                : saved.since;
        var rooms = new HashSet<>(saved.rooms);
        rooms.add(saved.id);
        return log.between(since, log.last(), rooms).isPresent()
                ? new Attempt(RecoveryOutcome.RECOVERED, saved, since)
                : Attempt.failed(RecoveryOutcome.TOO_MUCH_MISSED);
    }

    /** A socket has gone: keeps what it needs to come back, if it may. */
    void save(Socket socket, String pid, Set<String> rooms, long since, DisconnectReason reason) {
        if (!RECOVERABLE.contains(reason) || away.size() >= options.maxSessions()) {
            return;
        }
        var user = socket.handshake().principal().map(Principal::getName);
        var saved = new Saved(socket.id(), pid, Set.copyOf(rooms), Map.copyOf(socket.data()), user, since);
        away.put(pid, saved);
        environment.scheduler().schedule(options.maxDisconnection().toNanos(), () -> away.remove(pid, saved));
    }

    /** What the recovered client has missed up to that number, in order. */
    Optional<List<EncodedPacket>> missed(Attempt attempt, long upTo, Set<String> rooms) {
        return log.between(attempt.since, upTo, rooms);
    }

    /**
     * A session that waits for its client.
     *
     * @param since the number of the last packet before the client had come, or come back
     */
    record Saved(
            String id, String pid, Set<String> rooms, Map<String, Object> data, Optional<String> user, long since) {}

    /** @param saved null unless it is recovered */
    record Attempt(RecoveryOutcome outcome, @Nullable Saved saved, long since) {
        static final Attempt NOT_ASKED = failed(RecoveryOutcome.NOT_ASKED);

        static Attempt failed(RecoveryOutcome outcome) {
            return new Attempt(outcome, null, 0);
        }
    }
}
