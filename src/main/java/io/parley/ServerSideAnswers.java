package io.parley;

import io.parley.packet.Arguments;
import java.util.Collection;
import java.util.Map;
import java.util.Set;

/**
 * What the applications on other nodes have answered. Immutable.
 *
 * @param byNode the answers, by {@linkplain SocketIoServer#nodeId node id}
 * @param missing the nodes that did not answer: too late, or gone meanwhile, or nobody listens there
 */
public record ServerSideAnswers(Map<String, Arguments> byNode, Set<String> missing) {
    /**
     * Keeps copies.
     *
     * @param byNode no answer is null
     * @param missing empty if all have answered
     */
    public ServerSideAnswers {
        byNode = Map.copyOf(byNode);
        missing = Set.copyOf(missing);
    }

    /** {@return whether all nodes have answered; true also if there are no others} */
    public boolean isComplete() {
        return missing.isEmpty();
    }

    /** {@return the answers, in no order} */
    public Collection<Arguments> values() {
        return byNode.values();
    }
}
