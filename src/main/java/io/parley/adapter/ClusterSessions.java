package io.parley.adapter;

import io.parley.cluster.ReplicatedTable;
import io.parley.packet.EncodedPacket;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/** The sessions of all nodes in one namespace: rows of a table on the bus, and questions to the others. Thread-safe. */
final class ClusterSessions implements SharedSessions {
    /** A client waits for its CONNECT meanwhile. */
    static final Duration LONGEST_CLAIM = Duration.ofSeconds(2);

    private final String channel;
    private final Supplier<ReplicatedTable> table;
    private final Departures departures;
    private final BiFunction<SessionClaim, String, CompletionStage<Map<String, SessionReply>>> asking;
    /** Those of this node. */
    private final Set<String> written = ConcurrentHashMap.newKeySet();

    /**
     * @param table of the server, opened when it is asked for first
     * @param asking asks the other nodes
     */
    ClusterSessions(
            String channel,
            Supplier<ReplicatedTable> table,
            Departures departures,
            BiFunction<SessionClaim, String, CompletionStage<Map<String, SessionReply>>> asking) {
        this.channel = channel;
        this.table = table;
        this.departures = departures;
        this.asking = asking;
    }

    @Override
    public boolean areShared() {
        return true;
    }

    @Override
    public void put(String id, EncodedPacket state) {
        if (table.get().put(key(id), ClusterCodec.encode(state))) {
            written.add(id);
        } else {
            remove(id);
        }
    }

    @Override
    public void remove(String id) {
        table.get().remove(key(id));
        written.remove(id);
    }

    @Override
    public Map<String, EncodedPacket> get(String id) {
        var states = new HashMap<String, EncodedPacket>();
        table.get().get(key(id)).forEach((node, state) -> {
            try {
                states.put(node, ClusterCodec.decodePacket(state));
            } catch (IllegalArgumentException damaged) {
                // as good as none
            }
        });
        return states;
    }

    @Override
    public OptionalLong goneFor(String node) {
        return departures.goneFor(node);
    }

    @Override
    public CompletionStage<Map<String, SessionReply>> claim(SessionClaim claim, String owner) {
        return asking.apply(claim, owner);
    }

    @Override
    public void close() {
        Set.copyOf(written).forEach(this::remove);
    }

    private String key(String id) {
        return channel + " " + id;
    }
}
