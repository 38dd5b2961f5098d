package io.parley.adapter;

import io.parley.packet.EncodedPacket;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The sockets that other nodes have.
 *
 * @param byNode what {@link Recipients#describe} has made of them, by node id
 * @param missing the nodes that were asked and have not answered with all of theirs
 */
public record NodeSockets(Map<String, List<EncodedPacket>> byNode, Set<String> missing) {
    static final NodeSockets NONE = new NodeSockets(Map.of(), Set.of());

    /**
     * Keeps copies.
     *
     * @param byNode also what came from nodes that are missing
     * @param missing empty if all have answered
     */
    public NodeSockets {
        var copy = new HashMap<String, List<EncodedPacket>>();
        byNode.forEach((node, sockets) -> copy.put(node, List.copyOf(sockets)));
        byNode = Map.copyOf(copy);
        missing = Set.copyOf(missing);
    }
}
