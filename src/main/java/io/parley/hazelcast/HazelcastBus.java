package io.parley.hazelcast;

import static java.lang.System.Logger.Level.INFO;

import com.hazelcast.cluster.Member;
import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.cluster.MembershipListener;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastException;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.HazelcastInstanceNotActiveException;
import com.hazelcast.topic.ITopic;
import com.hazelcast.topic.Message;
import io.parley.cluster.BusCounters;
import io.parley.cluster.ClusterBus;
import io.parley.cluster.Frame;
import io.parley.cluster.FrameExchange;
import io.parley.cluster.Gap;
import io.parley.cluster.Origin;
import io.parley.cluster.Pipe;
import io.parley.kernel.Bytes;
import io.parley.kernel.Environment;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * The cluster bus on an embedded Hazelcast member of its own: one topic for all and one for each node, named by its id,
 * that carry frames as {@code byte[]}. Thread-safe.
 *
 * <p>Why there is a queue before the topics: {@code ITopic.publish} (and {@code publishAsync}, which is the same call)
 * writes to the sockets without waiting, but every 100,000th event to a member it waits for that member's answer, and
 * when the own event queue is full it waits for room. So it runs on the handler pool, one frame at a time, behind a
 * {@link FrameExchange} that is bounded in bytes. That bound does not cover what Hazelcast has taken: a member that stopped
 * reading piles up at its sender until the heartbeat declares it gone.
 *
 * <p>Frames and changes of the members are delivered on the one event thread of the Hazelcast member
 * ({@code hz.parley-<node>.event-1}): a slow listener holds up both. What is given up after a loss is delivered on the
 * handler pool.
 */
public final class HazelcastBus implements ClusterBus {
    private static final System.Logger LOGGER = System.getLogger(HazelcastBus.class.getName());

    private final Origin self;
    private final HazelcastInstance hazelcast;
    private final String topicName;
    private final ITopic<Object> toAll;
    private final ITopic<Object> toThis;
    private final FrameExchange exchange;
    private final long leaveNanos;
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile List<Runnable> unsubscriptions = List.of();

    private HazelcastBus(
            Origin self,
            HazelcastInstance hazelcast,
            HazelcastOptions options,
            Environment environment,
            UnaryOperator<Pipe> network) {
        this.self = self;
        this.hazelcast = hazelcast;
        this.topicName = options.topic();
        this.toAll = hazelcast.getTopic(topicName);
        this.toThis = hazelcast.getTopic(topicOf(self.node()));
        this.exchange =
                new FrameExchange(self, options.limits(), options.keys(), environment, network.apply(new Topics()));
        this.leaveNanos = options.timing().leave().toNanos();
    }

    private String topicOf(String node) {
        return topicName + "." + node;
    }

    /**
     * Joins the cluster, or forms it if this node is itself in the member list and no other listed one is there. Blocks
     * for some seconds, at most about the join timeout.
     *
     * @param options where the others are
     * @param environment the handler pool sends the frames; failures learns of exceptions of the listeners; the timer
     *     must not be stopped before the bus is closed
     * @return a bus that has joined and must be closed
     * @throws ClusterStartException with one line for the operator, nothing being left behind, if the address cannot be
     *     listened on, if this node is not in the list and none of the listed nodes could be joined, or if the member
     *     cannot start for another reason
     */
    public static HazelcastBus start(HazelcastOptions options, Environment environment) {
        return start(options, environment, UnaryOperator.identity());
    }

    /** The same, with something between the bus and the network. */
    static HazelcastBus start(HazelcastOptions options, Environment environment, UnaryOperator<Pipe> network) {
        requireFree(options);
        var self = new Origin(environment.ids().next(), environment.ticker().nanos());
        var hazelcast = startMember(options, self.node());
        if (hazelcast.getCluster().getMembers().size() == 1 && !options.listsThisNode()) {
            hazelcast.shutdown();
            throw new ClusterStartException(cannotJoin(options)
                    + ": none of the members can be joined, and this node is not one of them, so it may not form a"
                    + " cluster of its own");
        }
        var bus = new HazelcastBus(self, hazelcast, options, environment, network);
        bus.watchMembers();
        bus.exchange.start();
        LOGGER.log(INFO, "cluster node {0}: listens on {1}, sees {2}", self.node(), address(options), bus.members());
        return bus;
    }

    /** Asks before Hazelcast does, because Hazelcast would log a stack trace. */
    private static void requireFree(HazelcastOptions options) {
        try (var socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(options.bindAddress(), options.port()));
        } catch (IOException taken) {
            throw new ClusterStartException(
                    "cannot listen on " + address(options) + " for the cluster: " + firstLine(taken)
                            + "; the port must be free, or another one configured",
                    taken);
        }
    }

    private static HazelcastInstance startMember(HazelcastOptions options, String node) {
        try (var refusal = JoinRefusal.of(options.bindAddress(), options.port())) {
            try {
                return Hazelcast.newHazelcastInstance(MemberConfig.of(options, node));
            } catch (IllegalStateException notJoined) {
                throw new ClusterStartException(
                        cannotJoin(options) + ": "
                                + refusal.reason()
                                        .map(reason -> "the members refuse this node: " + reason)
                                        .orElse("the members refuse this node, or did not let it join within "
                                                + options.timing().join().toSeconds()
                                                + " s; the log of com.hazelcast says which"),
                        notJoined);
            } catch (HazelcastException | IllegalArgumentException failed) {
                throw new ClusterStartException(cannotJoin(options) + ": " + firstLine(failed), failed);
            }
        }
    }

    private static String cannotJoin(HazelcastOptions options) {
        return "cannot join the cluster \"" + options.clusterName() + "\" of the members "
                + String.join(",", options.members()) + " as " + address(options);
    }

    private static String address(HazelcastOptions options) {
        return new HostPort(options.bindAddress(), options.port()).toString();
    }

    private static String firstLine(Exception failure) {
        return Objects.toString(failure.getMessage(), failure.toString())
                .lines()
                .findFirst()
                .orElse("");
    }

    private void watchMembers() {
        hazelcast.getCluster().addMembershipListener(new MembershipListener() {
            @Override
            public void memberAdded(MembershipEvent event) {
                look();
            }

            @Override
            public void memberRemoved(MembershipEvent event) {
                look();
            }
        });
        look();
    }

    private void look() {
        if (!closed.get()) {
            exchange.updateMembers(this::seen);
        }
    }

    private Set<String> seen() {
        return hazelcast.getCluster().getMembers().stream()
                .map(HazelcastBus::nodeOf)
                .filter(node -> !node.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
    }

    private static String nodeOf(Member member) {
        return Objects.toString(member.getAttribute(MemberConfig.NODE_ATTRIBUTE), "");
    }

    @Override
    public String nodeId() {
        return self.node();
    }

    @Override
    public void subscribe(Consumer<Frame> listener) {
        exchange.subscribe(listener);
        if (unsubscriptions.isEmpty()) {
            unsubscriptions = List.of(listen(toAll), listen(toThis));
            exchange.listening();
        }
    }

    private Runnable listen(ITopic<Object> topic) {
        var registration = topic.addMessageListener(this::received);
        return () -> topic.removeMessageListener(registration);
    }

    private void received(Message<Object> message) {
        if (message.getPublishingMember().localMember()) {
            return;
        }
        Object content;
        try {
            content = message.getMessageObject();
        } catch (RuntimeException foreign) {
            // what another program put on the topic can make deserialization throw anything
            exchange.receivedGarbage("an object that may not be read: " + firstLine(foreign));
            return;
        }
        if (content instanceof byte[] bytes) {
            exchange.received(bytes);
        } else {
            exchange.receivedGarbage("an object that is not bytes");
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
        return closed.get() ? Set.of(self.node()) : exchange.members();
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
        if (closed.compareAndSet(false, true)) {
            await(exchange.close().thenRun(this::unsubscribe));
            hazelcast.shutdown();
        }
    }

    /**
     * The others answer this, on the same connections, only after they have read our last frames. Nobody will listen to
     * this node's topic again. That of a node that has died stays, some hundred bytes: it may only be cut off.
     */
    private void unsubscribe() {
        unsubscriptions.forEach(Runnable::run);
        toThis.destroy();
    }

    private void await(CompletionStage<Void> goodbye) {
        try {
            goodbye.toCompletableFuture().get(leaveNanos, TimeUnit.NANOSECONDS);
        } catch (TimeoutException | ExecutionException unheard) {
            LOGGER.log(INFO, "cluster node {0}: leaves without having told all others", self.node());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** The topics as a pipe. */
    private final class Topics implements Pipe {
        @Override
        public boolean toAll(byte[] frame) {
            return publish(() -> toAll, frame);
        }

        @Override
        public boolean to(String node, byte[] frame) {
            return publish(() -> hazelcast.getTopic(topicOf(node)), frame);
        }

        private boolean publish(Supplier<ITopic<Object>> topic, byte[] frame) {
            try {
                // a topic whose member has ended (Hazelcast ends it by itself when memory runs out) takes frames
                // silently
                if (!hazelcast.getLifecycleService().isRunning()) {
                    return false;
                }
                topic.get().publish(frame);
                return true;
            } catch (HazelcastException | HazelcastInstanceNotActiveException outage) {
                return false;
            }
        }
    }
}
