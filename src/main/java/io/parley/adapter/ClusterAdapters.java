package io.parley.adapter;

import io.parley.cluster.ClusterBus;
import io.parley.cluster.Frame;
import io.parley.cluster.Gap;
import io.parley.cluster.ReplicatedTable;
import io.parley.kernel.CountersByName;
import io.parley.kernel.Environment;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The adapters of all servers of a node that share a bus: one channel for each namespace of each server. Thread-safe.
 */
public final class ClusterAdapters {
    /** Of clients that may come back, on each node those of all. */
    private static final ReplicatedTable.Limits SESSIONS = new ReplicatedTable.Limits(100_000, 64_000_000);

    private static final int MOST_OUTSIDE = 10_000;

    private final ClusterBus bus;
    private final Environment environment;
    private final Conversations conversations;
    private final Map<String, ClusterAdapter<?>> adapters = new ConcurrentHashMap<>();
    private final Map<String, ClusterAdapter<?>> outside = new ConcurrentHashMap<>();

    /**
     * Listens to the bus, of which the channels that begin with a slash are for these adapters.
     *
     * @param bus of the node
     * @param environment of the node
     */
    public ClusterAdapters(ClusterBus bus, Environment environment) {
        this.bus = bus;
        this.environment = environment;
        this.conversations = new Conversations(environment, bus);
        bus.onMembers(conversations::nodes);
        bus.onGap(this::lost);
        bus.subscribe(this::received);
    }

    /**
     * {@return the adapters of one server}
     *
     * @param server what servers that belong together have in common on all nodes, and others on the bus have not: the
     *     path, with the slash in front
     */
    public Adapter.Factory of(String server) {
        return new OfServer(server);
    }

    private void lost(Gap gap) {
        conversations.lost(gap);
        if (gap.toAll()) {
            adapters.values().forEach(adapter -> adapter.lost(gap.node()));
        }
    }

    /**
     * {@return the way to the sockets of a namespace from a node that has none of them} Nothing is delivered to it: who asks
     * this node hears that it does not have the namespace. It need not be closed.
     *
     * @param server as for {@link #of}
     * @param namespace with the slash in front
     */
    public Adapter<?> outside(String server, String namespace) {
        var channel = channel(server, namespace);
        var known = outside.get(channel);
        if (known == null && outside.size() >= MOST_OUTSIDE) {
            return voice(channel, null);
        }
        return outside.computeIfAbsent(
                channel,
                same -> voice(same, new RecoveryLog(environment.ticker(), bus.nodeId(), RecoveryLog.Limits.NOTHING)));
    }

    /** @param log numbers what is emitted in the namespace, so that there is one for each; null: there are too many */
    private ClusterAdapter<?> voice(String channel, @Nullable RecoveryLog log) {
        return new ClusterAdapter<>(
                channel,
                new Nobody(),
                log,
                bus,
                environment,
                none -> {
                    throw new IllegalStateException("a node without sockets has no sessions");
                },
                conversations,
                closed -> {});
    }

    private static String channel(String server, String namespace) {
        return server + "#" + namespace;
    }

    /** A namespace that does not exist here has nobody to deliver to; who asks for them need not wait. */
    private void received(Frame frame) {
        var adapter = adapters.get(frame.channel());
        if (adapter != null) {
            adapter.received(frame.node(), frame.body());
        } else if (frame.channel().startsWith("/") && ClusterCodec.isOfARequest(frame.body())) {
            ClusterCodec.decode(frame.body()).ifPresent(message -> receivedByNobody(frame, message));
        }
    }

    private void receivedByNobody(Frame frame, ClusterMessage message) {
        if (message instanceof ClusterMessage.Reply reply) {
            conversations.requests().replied(frame.node(), reply);
        }
        message.replyOfNobody().ifPresent(reply -> bus.send(frame.node(), frame.channel(), ClusterCodec.encode(reply)));
    }

    private final class OfServer implements Adapter.Factory {
        private final String server;
        private @Nullable ReplicatedTable sessions;

        OfServer(String server) {
            this.server = server;
        }

        @Override
        public <R extends Recipient> Adapter<R> adapter(
                String namespace, Recipients<R> recipients, @Nullable RecoveryLog log) {
            var channel = channel(server, namespace);
            var adapter = new ClusterAdapter<>(
                    channel, recipients, log, bus, environment, this::sessions, conversations, adapters::remove);
            adapters.put(channel, adapter);
            return adapter;
        }

        /** One for all namespaces: those that are made on demand would leave their listeners at the bus. */
        private synchronized ReplicatedTable sessions(RecoveryLog log) {
            if (sessions == null) {
                sessions = new ReplicatedTable(
                        "sessions " + server,
                        bus,
                        environment,
                        SESSIONS,
                        log.limits().age(),
                        (node, key, value) -> {});
            }
            return sessions;
        }

        @Override
        public UserTable users(UserTable.Listener listener) {
            return new ClusterUserTable(server, bus, environment, listener);
        }

        @Override
        public String nodeId() {
            return bus.nodeId();
        }

        @Override
        public Map<String, Long> counters() {
            return CountersByName.of(bus.counters());
        }

        @Override
        public Set<String> nodes() {
            return bus.members();
        }

        @Override
        public void onNodesChanged(Consumer<Set<String>> listener) {
            bus.onMembers(listener);
        }

        @Override
        public void onGap(Consumer<ClusterGap> listener) {
            bus.onGap(gap -> listener.accept(new ClusterGap(gap.node(), gap.frames())));
        }
    }
}
