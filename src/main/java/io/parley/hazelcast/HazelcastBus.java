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
import io.parley.cluster.Inbound;
import io.parley.cluster.Members;
import io.parley.cluster.Origin;
import io.parley.cluster.Outbound;
import io.parley.kernel.Bytes;
import io.parley.kernel.Environment;
import io.parley.kernel.SerialExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The cluster bus on an embedded Hazelcast member of its own, with one topic that carries frames as {@code byte[]}.
 * Thread-safe.
 *
 * <p>Why there is a queue before the topic: {@code ITopic.publish} (and {@code publishAsync}, which is the same call)
 * writes to the sockets without waiting, but every 100,000th event to a member it waits for that member's answer, and
 * when the own event queue is full it waits for room. So it runs on the handler pool, one frame at a time, behind an
 * {@link Outbound} that is bounded in bytes. That bound does not cover what Hazelcast has taken: a member that stopped
 * reading piles up at its sender until the heartbeat declares it gone.
 *
 * <p>Frames and changes of the members are delivered on the one event thread of the Hazelcast member
 * ({@code hz.parley-<node>.event-1}): a slow listener holds up both.
 */
public final class HazelcastBus implements ClusterBus {
    private static final System.Logger LOGGER = System.getLogger(HazelcastBus.class.getName());

    private final Origin self;
    private final HazelcastInstance hazelcast;
    private final ITopic<Object> topic;
    private final Outbound outbound;
    private final Inbound inbound;
    private final Members members;
    private final long leaveNanos;
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile @Nullable UUID registration;

    private HazelcastBus(Origin self, HazelcastInstance hazelcast, HazelcastOptions options, Environment environment) {
        this.self = self;
        this.hazelcast = hazelcast;
        this.topic = hazelcast.getTopic(options.topic());
        this.outbound = new Outbound(
                self, options.limits(), SerialExecutor.on(environment.handlers(), environment.failures()), this::send);
        this.inbound = new Inbound(self.node(), options.limits(), SerialExecutor.inline(environment.failures()));
        this.members = new Members(self.node(), environment.failures());
        this.leaveNanos = options.timing().leave().toNanos();
    }

    /**
     * Joins the cluster, or forms it if this node is itself in the member list and no other listed one is there. Blocks
     * for some seconds, at most about the join timeout.
     *
     * @param options where the others are
     * @param environment the handler pool sends the frames; failures learns of exceptions of the listeners
     * @return a bus that has joined and must be closed
     * @throws ClusterStartException with one line for the operator, nothing being left behind, if the address cannot be
     *     listened on, if this node is not in the list and none of the listed nodes could be joined, or if the member
     *     cannot start for another reason
     */
    public static HazelcastBus start(HazelcastOptions options, Environment environment) {
        requireFree(options);
        var self = new Origin(environment.ids().next(), environment.ticker().nanos());
        var hazelcast = startMember(options, self.node());
        if (hazelcast.getCluster().getMembers().size() == 1 && !options.listsThisNode()) {
            hazelcast.shutdown();
            throw new ClusterStartException(cannotJoin(options)
                    + ": none of the members can be joined, and this node is not one of them, so it may not form a"
                    + " cluster of its own");
        }
        var bus = new HazelcastBus(self, hazelcast, options, environment);
        bus.watchMembers();
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
        try {
            return Hazelcast.newHazelcastInstance(MemberConfig.of(options, node));
        } catch (IllegalStateException notJoined) {
            throw new ClusterStartException(
                    cannotJoin(options) + ": the members refuse this node, or did not let it join within "
                            + options.timing().join().toSeconds() + " s; the log of com.hazelcast says which",
                    notJoined);
        } catch (HazelcastException | IllegalArgumentException failed) {
            throw new ClusterStartException(cannotJoin(options) + ": " + firstLine(failed), failed);
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
            members.update(this::seen);
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
        inbound.subscribe(listener);
        registration = topic.addMessageListener(this::received);
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
            inbound.receivedGarbage("an object that may not be read: " + firstLine(foreign));
            return;
        }
        if (content instanceof byte[] bytes) {
            inbound.received(bytes);
        } else {
            inbound.receivedGarbage("an object that is not bytes");
        }
    }

    @Override
    public void publish(String channel, Bytes body) {
        outbound.publish(channel, body);
    }

    private boolean send(byte[] frame) {
        try {
            // a topic whose member has ended (Hazelcast ends it by itself when memory runs out) takes frames silently
            if (!hazelcast.getLifecycleService().isRunning()) {
                return false;
            }
            topic.publish(frame);
            return true;
        } catch (HazelcastException | HazelcastInstanceNotActiveException outage) {
            return false;
        }
    }

    @Override
    public Set<String> members() {
        return closed.get() ? Set.of(self.node()) : members.now();
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
        if (closed.compareAndSet(false, true)) {
            await(outbound.close().thenRun(this::unsubscribe));
            hazelcast.shutdown();
        }
    }

    /** The others answer this, on the same connections, only after they have read our last frames. */
    private void unsubscribe() {
        var id = registration;
        if (id != null) {
            topic.removeMessageListener(id);
        }
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
}
