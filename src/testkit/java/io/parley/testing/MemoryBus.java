package io.parley.testing;

import io.parley.cluster.BusCounters;
import io.parley.cluster.BusLimits;
import io.parley.cluster.ClusterBus;
import io.parley.cluster.Frame;
import io.parley.cluster.FrameExchange;
import io.parley.cluster.FrameKeys;
import io.parley.cluster.Gap;
import io.parley.cluster.Origin;
import io.parley.cluster.Pipe;
import io.parley.kernel.Bytes;
import io.parley.kernel.Environment;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A cluster bus in memory, one node of a {@link MemoryNetwork}; frames go through their bytes as on any other bus.
 * Everything runs on the thread that publishes or lets time pass. Thread-safe.
 */
public final class MemoryBus implements ClusterBus {
    private final MemoryNetwork network;
    private final Origin self;
    private final FrameExchange exchange;
    private volatile boolean closed;
    private boolean listening;

    MemoryBus(MemoryNetwork network, Origin self, BusLimits limits, FrameKeys keys, Environment environment) {
        this.network = network;
        this.self = self;
        this.exchange = new FrameExchange(self, limits, keys, environment, new Cables());
        exchange.start();
    }

    Origin origin() {
        return self;
    }

    void received(byte[] bytes) {
        exchange.received(bytes);
    }

    void sees(Set<String> nodes) {
        exchange.updateMembers(() -> nodes);
    }

    /** Dies without a word. */
    public void kill() {
        if (!closed) {
            closed = true;
            network.leave(this);
            exchange.close();
        }
    }

    @Override
    public String nodeId() {
        return self.node();
    }

    @Override
    public void subscribe(Consumer<Frame> listener) {
        exchange.subscribe(listener);
        if (!listening) {
            listening = true;
            exchange.listening();
        }
    }

    @Override
    public void publish(String channel, Bytes body) {
        exchange.publish(channel, body);
    }

    @Override
    public void requireFits(String channel, Bytes body) {
        exchange.requireFits(channel, body);
    }

    @Override
    public boolean send(String node, String channel, Bytes body) {
        return exchange.send(node, channel, body);
    }

    @Override
    public Set<String> members() {
        return closed ? Set.of(self.node()) : exchange.members();
    }

    @Override
    public boolean isAlone() {
        return exchange.isAlone();
    }

    @Override
    public void onMembers(Consumer<Set<String>> listener) {
        exchange.onMembers(listener);
    }

    @Override
    public void onGap(Consumer<Gap> listener) {
        exchange.onGap(listener);
    }

    @Override
    public BusCounters counters() {
        return exchange.counters();
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            exchange.close();
            network.leave(this);
        }
    }

    @Override
    public String toString() {
        return self.node();
    }

    private final class Cables implements Pipe {
        @Override
        public boolean toAll(byte[] frame) {
            network.send(MemoryBus.this, "", frame);
            return true;
        }

        @Override
        public boolean to(String node, byte[] frame) {
            network.send(MemoryBus.this, node, frame);
            return true;
        }
    }
}
