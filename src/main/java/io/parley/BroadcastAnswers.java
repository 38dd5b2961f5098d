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
    /**
     * Keeps copies.
     *
     * @param bySocket no answer is null
     * @param missing empty if all have answered
     */
    public BroadcastAnswers {
        bySocket = Map.copyOf(bySocket);
        missing = Set.copyOf(missing);
    }

    /** {@return whether all have answered} */
    public boolean isComplete() {
        return missing.isEmpty();
    }

    /** {@return the answers, in no order} */
    public Collection<Arguments> values() {
        return bySocket.values();
    }
}
