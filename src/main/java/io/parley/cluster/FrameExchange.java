package io.parley.cluster;

import io.parley.kernel.Bytes;
import io.parley.kernel.Environment;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * All of a bus but the network: what each {@link ClusterBus} is made of, besides a {@link Pipe} and somebody who knows the
 * members. Thread-safe.
 */
public final class FrameExchange {
    private final Members members;
    private final Outbound outbound;
    private final Inbound inbound;

    /**
     * Silent until {@link #start}.
     *
     * @param self this node
     * @param limits of the bus
     * @param keys the same on all nodes
     * @param environment the handler pool runs the pipe, which may block, and delivers what was waited for in vain
     * @param pipe given one frame at a time
     */
    public FrameExchange(Origin self, BusLimits limits, FrameKeys keys, Environment environment, Pipe pipe) {
        var codec = new FrameCodec(limits.maxFrameBytes(), keys);
        this.members = new Members(self.node(), environment.failures());
        this.outbound = new Outbound(self, limits, codec, environment, pipe);
        this.inbound = new Inbound(self.node(), limits, codec, environment, members::now, outbound);
        members.onChange(outbound::members);
    }

    /** Begins to send heartbeats, until {@link #close}. */
    public void start() {
        outbound.start();
    }

    /**
     * Adds a listener, see {@link ClusterBus#subscribe}; after the first one {@link #listening} has to follow.
     *
     * @param listener called by the thread that brings the frames, or by one of the handler pool
     */
    public void subscribe(Consumer<Frame> listener) {
        inbound.subscribe(listener);
    }

    /** From now on the pipes of the others reach {@link #received}. */
    public void listening() {
        outbound.hello();
    }

    /**
     * Takes what the network brought. Never throws.
     *
     * @param bytes frames or not; the array must not be changed afterwards
     */
    public void received(byte[] bytes) {
        inbound.received(bytes);
    }

    /**
     * The same, for one who learns from the frames which nodes there are.
     *
     * @param bytes frames or not; the array must not be changed afterwards
     * @param heard told first whose they are, if they are a frame of another node of this cluster
     */
    public void received(byte[] bytes, Heard heard) {
        inbound.received(bytes, heard);
    }

    /**
     * Counts something that the network brought and that is not even bytes. Never throws.
     *
     * @param what for the log
     */
    public void receivedGarbage(String what) {
        inbound.receivedGarbage(what);
    }

    /**
     * The members may have changed.
     *
     * @param nodes gives the nodes there are <em>now</em>: of two updates at once the later look wins
     */
    public void updateMembers(Supplier<Set<String>> nodes) {
        members.update(nodes);
    }

    /** {@return the node ids, this node's own included; immutable} */
    public Set<String> members() {
        return members.now();
    }

    /** {@return see {@link ClusterBus#isAlone}} */
    public boolean isAlone() {
        return outbound.isAlone();
    }

    /**
     * Adds a listener, see {@link ClusterBus#onMembers}.
     *
     * @param listener called on the thread that updates, or on one that is updating already
     */
    public void onMembers(Consumer<Set<String>> listener) {
        members.onChange(listener);
    }

    /**
     * Adds a listener, see {@link ClusterBus#onGap}.
     *
     * @param listener called like that of the frames
     */
    public void onGap(Consumer<Gap> listener) {
        inbound.onGap(listener);
    }

    /**
     * Queues a frame for all other nodes, see {@link ClusterBus#publish}.
     *
     * @param channel 1 to {@value Frame#MAX_CHANNEL_LENGTH} characters
     * @param body any bytes
     * @throws IllegalArgumentException if the frame would be too large, or the channel is not within its limits
     */
    public void publish(String channel, Bytes body) {
        outbound.publish(channel, body);
    }

    /**
     * Checks that a frame for all other nodes would not be too large, see {@link ClusterBus#requireFits}.
     *
     * @param channel 1 to {@value Frame#MAX_CHANNEL_LENGTH} characters
     * @param body any bytes
     * @throws IllegalArgumentException if it would be, or the channel is not within its limits
     */
    public void requireFits(String channel, Bytes body) {
        outbound.requireFits(channel, body);
    }

    /**
     * Queues a frame for one other node, see {@link ClusterBus#send}.
     *
     * @param node its id
     * @param channel 1 to {@value Frame#MAX_CHANNEL_LENGTH} characters
     * @param body any bytes
     * @return false if nothing is sent
     * @throws IllegalArgumentException as for {@link #publish}, and if the node is this one
     */
    public boolean send(String node, String channel, Bytes body) {
        return outbound.send(node, channel, body);
    }

    /** {@return what was sent, received, lost and refused so far} */
    public BusCounters counters() {
        var gaps = inbound.gapCounters();
        return new BusCounters(
                outbound.counters(),
                outbound.ringCounters(),
                inbound.counters(),
                gaps,
                outbound.lag(gaps.missing() - gaps.repaired() - gaps.lost()));
    }

    /**
     * Sends and asks no more. Returns at once.
     *
     * @return completes when the pipe was given all frames published before, on the thread that gives them
     */
    public CompletionStage<Void> close() {
        inbound.close();
        return outbound.close();
    }
}
