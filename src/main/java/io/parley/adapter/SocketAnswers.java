package io.parley.adapter;

import io.parley.packet.EncodedPacket;
import java.util.Map;
import java.util.Set;

/**
 * What the sockets of other nodes have answered.
 *
 * @param bySocket the answers, by socket id: acks
 * @param missing the ids of sockets that were asked and have not answered: too late, or gone meanwhile
 * @param missingNodes the nodes of which it is not known whom they have asked, and those that are gone meanwhile
 */
public record SocketAnswers(Map<String, EncodedPacket> bySocket, Set<String> missing, Set<String> missingNodes) {
    static final SocketAnswers NONE = new SocketAnswers(Map.of(), Set.of(), Set.of());

    /**
     * Keeps copies.
     *
     * @param bySocket none of them null
     * @param missing empty if all that are known to have been asked have answered
     * @param missingNodes empty if all nodes have told whom they asked
     */
    public SocketAnswers {
        bySocket = Map.copyOf(bySocket);
        missing = Set.copyOf(missing);
        missingNodes = Set.copyOf(missingNodes);
    }
}
