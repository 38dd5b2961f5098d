package io.parley.adapter;

import io.parley.packet.EncodedPacket;
import java.util.Map;
import java.util.Set;

/**
 * What the other nodes have answered.
 *
 * @param byNode the answers, by node id: acks without a client
 * @param missing the nodes that were asked and have not answered: too late, or gone meanwhile
 */
public record NodeAnswers(Map<String, EncodedPacket> byNode, Set<String> missing) {
    /**
     * Keeps copies.
     *
     * @param byNode none of them null
     * @param missing empty if all have answered
     */
    public NodeAnswers {
        byNode = Map.copyOf(byNode);
        missing = Set.copyOf(missing);
    }
}
