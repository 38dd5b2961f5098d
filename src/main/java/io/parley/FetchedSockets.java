package io.parley;

import java.util.List;
import java.util.Set;

/**
 * The sockets that were asked for, as they were then.
 *
 * @param sockets those that were found, in no order
 * @param missingNodes the nodes that did not answer, or not with all of their sockets: too late, gone meanwhile, or too
 *     many. The others are among the sockets all the same
 */
public record FetchedSockets(List<RemoteSocket> sockets, Set<String> missingNodes) {
    /**
     * Keeps copies.
     *
     * @param sockets none of them null
     * @param missingNodes empty if all have answered
     */
    public FetchedSockets {
        sockets = List.copyOf(sockets);
        missingNodes = Set.copyOf(missingNodes);
    }

    /** {@return whether all nodes have answered} */
    public boolean isComplete() {
        return missingNodes.isEmpty();
    }
}
