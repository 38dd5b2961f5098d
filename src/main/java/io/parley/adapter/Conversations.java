package io.parley.adapter;

import io.parley.cluster.ClusterBus;
import io.parley.cluster.Gap;
import io.parley.kernel.Environment;
import java.util.Set;

/**
 * What a node has asked of others and what others have asked of it, in all namespaces of all servers. Thread-safe.
 *
 * @param requests of this node
 * @param questions of others to sockets here
 * @param descriptions of the sockets here, for others
 * @param departures of the others
 */
record Conversations(
        PendingRequests requests, ForeignQuestions questions, Descriptions descriptions, Departures departures) {
    Conversations(Environment environment, ClusterBus bus) {
        this(
                new PendingRequests(environment),
                new ForeignQuestions(environment, bus::members),
                new Descriptions(environment),
                new Departures(bus, environment.ticker()));
    }

    /** Nodes have come or gone: those that are gone will neither answer nor hear an answer. */
    void nodes(Set<String> present) {
        requests.nodes(present);
        questions.nodes(present);
        departures.nodes(present);
    }

    /** A reply may have been among what is lost, if it was for this node alone. */
    void lost(Gap gap) {
        if (!gap.toAll()) {
            requests.lost(gap.node());
        }
    }
}
