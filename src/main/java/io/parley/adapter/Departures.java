package io.parley.adapter;

import io.parley.cluster.ClusterBus;
import io.parley.kernel.Ticker;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/** When nodes left the cluster. Thread-safe. Bound: the last {@value #MOST}. */
final class Departures {
    private static final int MOST = 1_024;

    private final ClusterBus bus;
    private final Ticker ticker;
    private final Map<String, Long> left = new ConcurrentHashMap<>();
    private final AtomicReference<Set<String>> before;

    Departures(ClusterBus bus, Ticker ticker) {
        this.bus = bus;
        this.ticker = ticker;
        this.before = new AtomicReference<>(bus.members());
    }

    /** Nodes have come or gone. */
    void nodes(Set<String> present) {
        long now = ticker.nanos();
        before.getAndSet(present).stream()
                .filter(node -> !present.contains(node))
                .forEach(node -> left.put(node, now));
        left.keySet().removeAll(present);
        if (left.size() > MOST) {
            left.entrySet().stream()
                    .min((one, other) -> Long.compare(one.getValue() - now, other.getValue() - now))
                    .ifPresent(oldest -> left.remove(oldest.getKey()));
        }
    }

    /** For how many nanoseconds a node has been away; empty: it is there. One that was never seen has just gone. */
    OptionalLong goneFor(String node) {
        if (bus.members().contains(node)) {
            return OptionalLong.empty();
        }
        var when = left.get(node);
        return OptionalLong.of(when == null ? 0 : Math.max(0, ticker.nanos() - when));
    }
}
