package io.parley;

import io.parley.engine.EngineRequest;
import io.parley.engine.EngineSession;
import io.parley.kernel.Bytes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.Principal;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Something that who watches over security wants to know of. Has no payload, no token, no id of a session and no query.
 * Immutable.
 *
 * @param kind what has happened
 * @param reason why or which, in words of this server or of the application, never of a client
 * @param namespace where; null: in none, or it is not known
 * @param user whose; null: nobody's, or it is not known
 * @param address the peer's IP address as the container sees it; null: there is no peer
 * @param session tells what belongs to one session: {@link #nameOf} its id; null: there is none
 */
public record AuditEvent(
        Kind kind,
        String reason,
        @Nullable String namespace,
        @Nullable String user,
        @Nullable String address,
        @Nullable String session) {
    private static final int SHOWN_BYTES = 8;

    /**
     * {@return something that no peer has a part in}
     *
     * @param kind what has happened
     * @param reason never a client's words
     */
    public static AuditEvent of(Kind kind, String reason) {
        return new AuditEvent(kind, reason, null, null, null, null);
    }

    /**
     * {@return something that is about a request which belongs to no session}
     *
     * @param kind what has happened
     * @param reason never a client's words
     * @param request of which address and user are told
     */
    public static AuditEvent of(Kind kind, String reason, EngineRequest request) {
        return new AuditEvent(kind, reason, null, name(request), request.address(), null);
    }

    /**
     * {@return something that is about a session}
     *
     * @param kind what has happened
     * @param reason never a client's words
     * @param session of which address and user are told, and a name for its id
     */
    public static AuditEvent of(Kind kind, String reason, EngineSession session) {
        var request = session.request();
        return new AuditEvent(kind, reason, null, name(request), request.address(), nameOf(session.id()));
    }

    /**
     * {@return what a secret id is called here: the beginning of its SHA-256, from which it cannot be had back}
     *
     * @param id of an Engine.IO session
     */
    public static String nameOf(String id) {
        try {
            var digest =
                    MessageDigest.getInstance("SHA-256").digest(Bytes.ofUtf8(id).toArray());
            return HexFormat.of().formatHex(digest, 0, SHOWN_BYTES);
        } catch (NoSuchAlgorithmException impossible) {
            throw new LinkageError("every JVM has SHA-256", impossible);
        }
    }

    private static @Nullable String name(EngineRequest request) {
        return request.principal().map(Principal::getName).orElse(null);
    }

    /**
     * {@return the same in a namespace, by a user of it}
     *
     * @param where its name
     * @param who null: as it was
     */
    AuditEvent in(String where, @Nullable String who) {
        return new AuditEvent(kind, reason, where, who == null ? user : who, address, session);
    }

    /** What has happened; {@link #toString} is its name in the audit log. */
    public enum Kind {
        /** A client has joined a namespace as a user. */
        LOGIN,
        /** A request was refused. */
        REFUSE,
        /** A request was refused for where it says it comes from. */
        ORIGIN_REFUSED,
        /** A client may not join a namespace. */
        NAMESPACE_REFUSED,
        /** A client may not emit an event. */
        EVENT_REFUSED,
        /** A client emits more than it may. */
        RATE_LIMITED,
        /** A client takes less than it is sent. */
        SLOW_CONSUMER,
        /** The login of a session has ended, and the session with it. */
        SESSION_EXPIRED,
        /** An operator or another program has done something, or was refused it. */
        ADMIN_ACTION,
        /** A client that came back was not recovered. */
        RECOVERY_REFUSED,
        /** A {@link io.parley.kernel.Limit} was hit; the reason is its name. */
        LIMIT_HIT;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
