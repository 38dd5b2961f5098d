package io.parley;

import io.parley.packet.Arguments;
import java.util.Collection;
import java.util.Map;
import java.util.Set;

/**
 * What came back from a broadcast that asked for answers.
 *
 * @param bySocket the answers, by socket id
 * @param missing the ids of the sockets that did not answer: too late, or gone meanwhile
 */
public record BroadcastAnswers(Map<String, Arguments> bySocket, Set<String> missing) {
    /** Copies both. */
    public BroadcastAnswers {
        bySocket = Map.copyOf(bySocket);
        missing = Set.copyOf(missing);
    }

    /** Whether all have answered. */
    public boolean isComplete() {
        return missing.isEmpty();
    }

    /** The answers, in no order. */
    public Collection<Arguments> values() {
        return bySocket.values();
    }
}
