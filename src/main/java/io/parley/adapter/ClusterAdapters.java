package io.parley.adapter;

import io.parley.cluster.ClusterBus;
import io.parley.cluster.Frame;
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
    private final ClusterBus bus;
    private final Conversations conversations;
    private final Map<String, ClusterAdapter<?>> adapters = new ConcurrentHashMap<>();

    /**
     * Listens to the bus, of which the channels that begin with a slash are for these adapters.
     *
     * @param bus of the node
     * @param environment of the node
     */
    public ClusterAdapters(ClusterBus bus, Environment environment) {
        this.bus = bus;
        this.conversations = new Conversations(environment, bus);
        bus.onMembers(conversations::nodes);
        bus.onGap(conversations::lost);
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

    /**
     * {@return the way to the sockets of a namespace from a node that has none of them} Nothing is delivered to it: who asks
     * this node hears that it does not have the namespace. It need not be closed.
     *
     * @param server as for {@link #of}
     * @param namespace with the slash in front
     */
    public Adapter<?> outside(String server, String namespace) {
        return new ClusterAdapter<>(
                channel(server, namespace), new LocalAdapter<>(new Nobody(), null), bus, conversations, channel -> {});
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

        OfServer(String server) {
            this.server = server;
        }

        @Override
        public <R extends Recipient> Adapter<R> adapter(
                String namespace, Recipients<R> recipients, @Nullable RecoveryLog log) {
            var channel = channel(server, namespace);
            var adapter = new ClusterAdapter<>(
                    channel, new LocalAdapter<>(recipients, log), bus, conversations, adapters::remove);
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

        @Override
        public void onGap(Consumer<ClusterGap> listener) {
            bus.onGap(gap -> listener.accept(new ClusterGap(gap.node(), gap.frames())));
        }
    }
}
