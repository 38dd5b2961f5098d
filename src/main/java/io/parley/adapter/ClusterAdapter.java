package io.parley.adapter;

import io.parley.cluster.ClusterBus;
import io.parley.kernel.Bytes;
import io.parley.packet.EncodedPacket;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * The sockets of all nodes: a local adapter, and a bus on which each broadcast goes to the others, who replay it on
 * their local ones. Thread-safe.
 *
 * <p>A broadcast is published before it is delivered here: an answer that a local client gives to it is then published
 * after it, and no node sees the answer first.
 */
final class ClusterAdapter<R extends Recipient> implements Adapter<R> {
    private final String channel;
    private final LocalAdapter<R> local;
    private final ClusterBus bus;
    private final PendingRequests requests;
    private final Consumer<String> closed;

    ClusterAdapter(
            String channel, LocalAdapter<R> local, ClusterBus bus, PendingRequests requests, Consumer<String> closed) {
        this.channel = channel;
        this.local = local;
        this.bus = bus;
        this.requests = requests;
        this.closed = closed;
    }

    @Override
    public void add(R recipient, Collection<String> rooms) {
        local.add(recipient, rooms);
    }

    @Override
    public Set<String> remove(R recipient) {
        return local.remove(recipient);
    }

    @Override
    public void join(R recipient, Collection<String> rooms) {
        local.join(recipient, rooms);
    }

    @Override
    public void leave(R recipient, Collection<String> rooms) {
        local.leave(recipient, rooms);
    }

    @Override
    public Set<String> rooms(R recipient) {
        return local.rooms(recipient);
    }

    @Override
    public int size() {
        return local.size();
    }

    @Override
    public int size(String room) {
        return local.size(room);
    }

    @Override
    public Iterable<R> local(Selection selection) {
        return local.local(selection);
    }

    @Override
    public void command(Selection selection, SocketCommand command, boolean localOnly) {
        if (!localOnly) {
            publish(new ClusterMessage.Command(selection, command));
        }
        local.command(selection, command, true);
    }

    @Override
    public void broadcast(Selection selection, EncodedPacket packet, boolean lossy, boolean localOnly) {
        if (!localOnly) {
            publish(new ClusterMessage.Broadcast(selection, packet, lossy));
        }
        local.broadcast(selection, packet, lossy, true);
    }

    @Override
    public void serverSideEmit(EncodedPacket event) {
        publish(new ClusterMessage.ServerSideEvent(event));
    }

    @Override
    public CompletionStage<NodeAnswers> serverSideAsk(EncodedPacket event, Duration longest) {
        var others = new HashSet<>(bus.members());
        others.remove(bus.nodeId());
        var request = requests.open(others, longest);
        publish(new ClusterMessage.ServerSideQuestion(request.id(), event));
        return request.stage();
    }

    @Override
    public void close() {
        closed.accept(channel);
    }

    /** Another node's message, on the bus's thread: a burst waits in the bus's bounded queue, not in one of ours. */
    void received(String node, Bytes body) {
        ClusterCodec.decode(body).ifPresent(message -> message.accept(new Replay(node)));
    }

    /** Also while no other node is there: one that is cut off is owed it when it comes back. */
    private void publish(ClusterMessage message) {
        if (!bus.isAlone()) {
            bus.publish(channel, ClusterCodec.encode(message));
        }
    }

    /** Nothing happens if the node has gone. */
    private void send(String node, ClusterMessage message) {
        bus.send(node, channel, ClusterCodec.encode(message));
    }

    /** Does here what was done on the node that sent the message. */
    private final class Replay implements ClusterMessage.Handler<Void> {
        private final String node;

        Replay(String node) {
            this.node = node;
        }

        @Override
        public Void broadcast(ClusterMessage.Broadcast message) {
            local.broadcast(message.selection(), message.packet(), message.lossy(), true);
            return null;
        }

        @Override
        public Void command(ClusterMessage.Command message) {
            local.command(message.selection(), message.command(), true);
            return null;
        }

        @Override
        public Void serverSideEvent(ClusterMessage.ServerSideEvent message) {
            local.serverSideEvent(message.event(), null);
            return null;
        }

        @Override
        public Void serverSideQuestion(ClusterMessage.ServerSideQuestion message) {
            local.serverSideEvent(
                    message.event(), ack -> send(node, new ClusterMessage.Answer(message.request(), ack)));
            return null;
        }

        @Override
        public Void answer(ClusterMessage.Answer message) {
            requests.answered(message.request(), node, message.ack());
            return null;
        }
    }
}
