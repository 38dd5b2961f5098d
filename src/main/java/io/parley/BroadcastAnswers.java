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
 * @param missingNodes the nodes that have not told whom they asked, or are gone meanwhile: they may have more sockets
 *     that did not answer
 */
public record BroadcastAnswers(Map<String, Arguments> bySocket, Set<String> missing, Set<String> missingNodes) {
    /**
     * Keeps copies.
     *
     * @param bySocket no answer is null
     * @param missing empty if all that are known to have been asked have answered
     * @param missingNodes empty if all nodes have told whom they asked
     */
    public BroadcastAnswers {
        bySocket = Map.copyOf(bySocket);
        missing = Set.copyOf(missing);
        missingNodes = Set.copyOf(missingNodes);
    }

    /**
     * The answers of nodes none of which is missing.
     *
     * @param bySocket no answer is null
     * @param missing empty if all have answered
     */
    public BroadcastAnswers(Map<String, Arguments> bySocket, Set<String> missing) {
        this(bySocket, missing, Set.of());
    }

    /** {@return whether all have answered, on all nodes} */
    public boolean isComplete() {
        return missing.isEmpty() && missingNodes.isEmpty();
    }

    /** {@return the answers, in no order} */
    public Collection<Arguments> values() {
        return bySocket.values();
    }
}
