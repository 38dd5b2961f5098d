package io.parley;

import java.util.List;
import java.util.Set;

/**
 * The sockets that were asked for, as they were then.
 *
 * @param sockets those that were found, in no order
 * @param missingNodes the nodes that did not answer: their sockets are not among them
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
