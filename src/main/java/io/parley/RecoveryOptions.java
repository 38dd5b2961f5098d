package io.parley;

import io.parley.adapter.RecoveryLog;
import java.time.Duration;

/**
 * Connection state recovery: a client that was away for a short time gets its id, rooms and data back, and what it has
 * missed. Socket.IO: {@code connectionStateRecovery}.
 *
 * @param maxDisconnection how long a client may be away
 * @param skipMiddlewares whether a client that comes back passes the middlewares of the namespace unasked, and is bound by no
 *     {@link Socket#expires} that they would have said; if not, they
 *     run before anything of its old state is given out. Event middlewares run always
 * @param maxSessions clients that are away at the same time, per namespace; more: they are not recovered
 * @param maxPackets packets kept, per namespace
 * @param maxBytes of these: characters of text and bytes of attachments
 * @param maxMissedPackets packets that one client may have missed; more: it is not recovered
 * @param maxMissedBytes of these
 */
public record RecoveryOptions(
        Duration maxDisconnection,
        boolean skipMiddlewares,
        int maxSessions,
        int maxPackets,
        long maxBytes,
        int maxMissedPackets,
        long maxMissedBytes) {
    /**
     * Checks the bounds.
     *
     * @param maxDisconnection more than 0
     * @param skipMiddlewares false is the safe choice
     * @param maxSessions 1 or more
     * @param maxPackets 1 or more
     * @param maxBytes 1 or more
     * @param maxMissedPackets 1 or more
     * @param maxMissedBytes 1 or more
     * @throws IllegalArgumentException if one is less
     */
    public RecoveryOptions {
        if (maxDisconnection.isNegative() || maxDisconnection.isZero()) {
            throw new IllegalArgumentException("maxDisconnection must be more than 0, but is " + maxDisconnection);
        }
        if (maxSessions <= 0 || maxPackets <= 0 || maxBytes <= 0 || maxMissedPackets <= 0 || maxMissedBytes <= 0) {
            throw new IllegalArgumentException("the bounds of recovery must be positive");
        }
    }

    /**
     * {@return 2 minutes, middlewares run, 10,000 clients, 100,000 packets, 64 MB; of one client 1,000 packets, 1 MB}
     */
    public static RecoveryOptions defaults() {
        return new RecoveryOptions(Duration.ofMinutes(2), false, 10_000, 100_000, 64_000_000, 1000, 1_000_000);
    }

    /** @param certain what was sent so long before a client was missed it has got */
    RecoveryLog.Limits limits(Duration certain) {
        return new RecoveryLog.Limits(
                maxDisconnection.plus(certain), maxPackets, maxBytes, maxMissedPackets, maxMissedBytes);
    }
}
