package io.parley.testing;

import io.parley.cluster.BusCounters;
import io.parley.cluster.BusLimits;
import io.parley.cluster.ClusterBus;
import io.parley.cluster.Frame;
import io.parley.cluster.Inbound;
import io.parley.cluster.Members;
import io.parley.cluster.Origin;
import io.parley.cluster.Outbound;
import io.parley.kernel.Bytes;
import io.parley.kernel.SerialExecutor;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A cluster bus in memory, one node of a {@link MemoryNetwork}; frames go through their bytes as on any other bus.
 * Everything runs on the thread that publishes or lets time pass. Thread-safe.
 */
public final class MemoryBus implements ClusterBus {
    private final MemoryNetwork network;
    private final String node;
    private final Outbound outbound;
    private final Inbound inbound;
    private final Members members;
    private volatile boolean closed;

    MemoryBus(MemoryNetwork network, Origin self, BusLimits limits, Consumer<Throwable> failures) {
        this.network = network;
        this.node = self.node();
        this.outbound = new Outbound(self, limits, SerialExecutor.inline(failures), this::send);
        this.inbound = new Inbound(node, limits, SerialExecutor.inline(failures));
        this.members = new Members(node, failures);
    }

    private boolean send(byte[] frame) {
        network.send(this, frame);
        return true;
    }

    void received(byte[] bytes) {
        inbound.received(bytes);
    }

    void sees(Set<String> nodes) {
        members.update(() -> nodes);
    }

    @Override
    public String nodeId() {
        return node;
    }

    @Override
    public void subscribe(Consumer<Frame> listener) {
        inbound.subscribe(listener);
    }

    @Override
    public void publish(String channel, Bytes body) {
        outbound.publish(channel, body);
    }

    @Override
    public Set<String> members() {
        return closed ? Set.of(node) : members.now();
    }

    @Override
    public void onMembers(Consumer<Set<String>> listener) {
        members.onChange(listener);
    }

    @Override
    public BusCounters counters() {
        return new BusCounters(outbound.counters(), inbound.counters());
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            outbound.close();
            network.leave(this);
        }
    }

    @Override
    public String toString() {
        return node;
    }
}
