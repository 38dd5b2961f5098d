package io.parley.adapter;

import io.parley.cluster.ClusterBus;
import io.parley.cluster.Frame;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Makes adapters that span the nodes of a bus: one channel for each namespace. Thread-safe. */
public final class ClusterAdapters implements Adapter.Factory {
    private final ClusterBus bus;
    private final String server;
    private final Map<String, ClusterAdapter<?>> adapters = new ConcurrentHashMap<>();

    /** @param server what servers that belong together have in common on all nodes, and others on the bus have not: the path */
    public ClusterAdapters(ClusterBus bus, String server) {
        this.bus = bus;
        this.server = server;
        bus.subscribe(this::received);
    }

    @Override
    public <R extends Recipient> Adapter<R> adapter(
            String namespace, Recipients<R> recipients, @Nullable RecoveryLog log) {
        var channel = server + "#" + namespace;
        var adapter = new ClusterAdapter<>(channel, new LocalAdapter<>(recipients, log), bus, adapters::remove);
        adapters.put(channel, adapter);
        return adapter;
    }

    @Override
    public String nodeId() {
        return bus.nodeId();
    }

    @Override
    public Set<String> nodes() {
        return bus.members();
    }

    @Override
    public void onNodesChanged(Consumer<Set<String>> listener) {
        bus.onMembers(listener);
    }

    /** A namespace that does not exist here has nobody to deliver to. */
    private void received(Frame frame) {
        var adapter = adapters.get(frame.channel());
        if (adapter != null) {
            adapter.received(frame.body());
        }
    }
}
