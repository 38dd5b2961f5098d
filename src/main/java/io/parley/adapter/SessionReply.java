package io.parley.adapter;

import io.parley.packet.EncodedPacket;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a node says to a {@link SessionClaim}.
 *
 * @param verdict what has become of the session there
 * @param state of the session, if it is given; else null
 * @param awayNanos how long its client has been away, if it is given; else 0
 * @param reachNanos for how long nothing is lacking in what the node keeps
 * @param ageNanos for how long the node has kept anything
 * @param packets what the client has missed, in the order in which the node has heard of it; none unless they were wanted
 */
public record SessionReply(
        Verdict verdict,
        @Nullable EncodedPacket state,
        long awayNanos,
        long reachNanos,
        long ageNanos,
        List<LoggedPacket> packets) {
    /** It is not known there, and there are no packets either. */
    public static final SessionReply NOTHING = new SessionReply(Verdict.NOT_HERE, null, 0, 0, 0, List.of());

    /**
     * Keeps a copy of the packets.
     *
     * @param verdict one of the three
     * @param state null unless the session is given
     * @param awayNanos 0 or more
     * @param reachNanos 0 or more
     * @param ageNanos 0 or more
     * @param packets may be empty
     */
    public SessionReply {
        packets = List.copyOf(packets);
    }

    /** {@return the same without the packets: for somebody who needs them, nothing} */
    SessionReply withoutPackets() {
        return new SessionReply(verdict, state, awayNanos, 0, 0, List.of());
    }

    /** What has become of a session. */
    public enum Verdict {
        /** The node does not have it. */
        NOT_HERE,
        /** The node has it no more, and who has asked is its owner from now on. */
        GIVEN,
        /** Somebody else has asked for it before. */
        TAKEN
    }
}
