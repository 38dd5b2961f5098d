package io.parley.adapter;

import io.parley.cluster.ClusterBus;
import io.parley.kernel.Bytes;
import io.parley.packet.EncodedPacket;
import java.util.Collection;
import java.util.Set;

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

    ClusterAdapter(String channel, LocalAdapter<R> local, ClusterBus bus) {
        this.channel = channel;
        this.local = local;
        this.bus = bus;
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
    public void leave(R recipient, String room) {
        local.leave(recipient, room);
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
    public Iterable<R> local() {
        return local.local();
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

    /** Another node's message, on the bus's thread: a burst waits in the bus's bounded queue, not in one of ours. */
    void received(Bytes body) {
        ClusterCodec.decode(body).ifPresent(message -> message.replayOn(local));
    }

    private void publish(ClusterMessage message) {
        if (bus.members().size() > 1) {
            bus.publish(channel, ClusterCodec.encode(message));
        }
    }
}
