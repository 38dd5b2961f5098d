package io.parley.adapter;

import io.parley.packet.EncodedPacket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The sockets of each node, in as many parts as it takes. Called by one thread at a time. */
final class FetchReplies implements Replies<NodeSockets> {
    private final Map<String, List<EncodedPacket>> sockets = new HashMap<>();
    private final Set<String> incomplete = new HashSet<>();

    @Override
    public boolean take(String node, ClusterMessage.Reply reply) {
        if (!(reply instanceof ClusterMessage.Sockets part)) {
            return false;
        }
        var all = sockets.computeIfAbsent(node, same -> new ArrayList<>());
        all.addAll(part.sockets());
        if (part.total() == ClusterMessage.Reply.MORE) {
            return false;
        }
        if (part.total() != all.size()) {
            incomplete.add(node);
        }
        return true;
    }

    @Override
    public NodeSockets result(Set<String> gone, Set<String> late) {
        var missing = new HashSet<>(incomplete);
        missing.addAll(gone);
        missing.addAll(late);
        return new NodeSockets(sockets, missing);
    }
}
