package io.parley.transport;

import java.util.Set;

/** One side of the relay, as the bus speaks to it: one call at a time. */
interface RelaySide<M extends RelayMessage> {
    /** A node has said something. */
    void received(String node, long link, M message);

    /** Something that a node has said is lost, or is not understood. */
    void lost(String node);

    /** These nodes are there. */
    void members(Set<String> nodes);
}
