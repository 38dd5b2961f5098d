package io.parley.cluster;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The other nodes as those that are sent to. One that has gone is remembered, for it may come back, and its stream has to go
 * on then; of those, {@value #MAX} minus the members, the one that was heard of longest ago is forgotten first. Confined to
 * the task that sends.
 */
final class Peers {
    /** So many are remembered; a flood of invented node ids cannot use more memory. */
    static final int MAX = 1024;

    private final Map<String, Peer> peers = new LinkedHashMap<>(16, 0.75f, true);
    private final Supplier<Set<String>> members;

    /** @param members those that must not be forgotten */
    Peers(Supplier<Set<String>> members) {
        this.members = members;
    }

    /**
     * A node.
     *
     * @param start the first number of the stream to all that it is owed, if it is new
     */
    Peer of(String node, long start) {
        var known = peers.get(node);
        if (known != null) {
            return known;
        }
        if (peers.size() >= MAX) {
            forgetOne();
        }
        var peer = new Peer(start);
        peers.put(node, peer);
        return peer;
    }

    private void forgetOne() {
        var present = members.get();
        var nodes = peers.keySet().iterator();
        while (nodes.hasNext()) {
            if (!present.contains(nodes.next())) {
                nodes.remove();
                return;
            }
        }
    }

    /** A heartbeat has passed: each may ask again. */
    void beat() {
        peers.values().forEach(peer -> {
            peer.requests = 0;
            peer.bytes = 0;
        });
    }

    /** Another node; confined like the whole. */
    static final class Peer {
        private final long start;
        private final Ring.Stream stream = new Ring.Stream();
        private int requests;
        private long bytes;

        private Peer(long start) {
            this.start = start;
        }

        /** See {@link Datagram.Peer#start}. */
        long start() {
            return start;
        }

        /** What is sent to it alone. */
        Ring.Stream stream() {
            return stream;
        }

        /** Whether it may ask once more before the next heartbeat; counts that it did. */
        boolean mayAsk() {
            return ++requests <= Outbound.MAX_REQUESTS_A_BEAT;
        }

        /** Whether it has not had all that is kept since the last heartbeat. */
        boolean mayHave(long most) {
            return bytes <= most;
        }

        void had(long more) {
            bytes += more;
        }
    }
}
