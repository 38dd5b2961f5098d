package io.parley.hazelcast;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.cluster.MembershipListener;
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
import io.parley.hazelcast.Membership.Use;
import io.parley.kernel.Bytes;
import io.parley.kernel.Environment;
import java.io.File;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The cluster bus on a Hazelcast member, embedded and its own, or somebody else's: one topic for all and one for each node,
 * named by its id, that carry frames as {@code byte[]}. Thread-safe.
 *
 * <p>Why there is a queue before the topics: {@code ITopic.publish} (and {@code publishAsync}, which is the same call)
 * writes to the sockets without waiting, but every 100,000th event to a member it waits for that member's answer, and
 * when the own event queue is full it waits for room. So it runs on the handler pool, one frame at a time, behind a
 * {@link FrameExchange} that is bounded in bytes. That bound does not cover what Hazelcast has taken: a member that stopped
 * reading piles up at its sender until the heartbeat declares it gone.
 *
 * <p>Frames and changes of the members are delivered on the event threads of the Hazelcast member, of which one of ours
 * has one ({@code hz.parley-<node>.event-1}): a slow listener holds up both. What is given up after a loss is delivered on the
 * handler pool.
 */
public final class HazelcastBus implements ClusterBus {
    private static final System.Logger LOGGER = System.getLogger(HazelcastBus.class.getName());

    private static final Duration LOOK = Duration.ofSeconds(1);

    private final Origin self;
    private final Membership membership;
    private final HazelcastInstance hazelcast;
    private final Environment environment;
    private final Nodes nodes;
    private final ITopic<Object> toAll;
    private final ITopic<Object> toThis;
    private final FrameExchange exchange;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final AtomicBoolean unsubscribed = new AtomicBoolean();
    /** Whether the time of {@link #nodes} is looked after. */
    private final AtomicBoolean looking = new AtomicBoolean();

    private volatile boolean listening;
    private volatile List<Runnable> unsubscriptions = List.of();
    private volatile @Nullable UUID watch;

    private HazelcastBus(
            Origin self,
            Membership membership,
            SharedOptions options,
            Environment environment,
            UnaryOperator<Pipe> network) {
        this.self = self;
        this.membership = membership;
        this.hazelcast = membership.hazelcast();
        this.environment = environment;
        this.nodes = new Nodes(self.node(), hazelcast.getCluster(), environment.ticker());
        this.toAll = hazelcast.getTopic(membership.topic());
        this.toThis = hazelcast.getTopic(topicOf(self.node()));
        this.exchange =
                new FrameExchange(self, options.limits(), options.keys(), environment, network.apply(new Topics()));
    }

    private String topicOf(String node) {
        return membership.topic() + "." + node;
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
        return start(options, Use.NODE, environment, network);
    }

    /**
     * Joins the cluster without being one of its nodes: a member without data, that publishes to the nodes, and hears only
     * what they ask for again. It is not among the {@link #members} of the nodes, and does not form a cluster of its own.
     * Blocks like {@link #start}.
     *
     * @param options where the nodes are
     * @param environment as for {@link #start}
     * @return a bus that has joined and must be closed
     * @throws ClusterStartException as for {@link #start}, and if no node can be reached
     */
    public static HazelcastBus startEmitter(HazelcastOptions options, Environment environment) {
        return start(options, Use.EMITTER, environment, UnaryOperator.identity());
    }

    private static HazelcastBus start(
            HazelcastOptions options, Use use, Environment environment, UnaryOperator<Pipe> network) {
        Membership.requireFree(options);
        return over(
                node -> Membership.start(options, node, use),
                new SharedOptions(options.clusterName(), options.limits(), options.keys()),
                environment,
                network);
    }

    /**
     * Starts a member as a file of Hazelcast's own configuration says, XML or YAML. What it does not say of what matters to
     * us is as in a member that {@link #start} makes: the timing, the threads, the limits of deserialization; but not what
     * it listens on. Blocks until the member has joined.
     *
     * @param file the file
     * @param options of the bus
     * @param environment as for {@link #start}
     * @return a bus that must be closed, with which its member ends
     * @throws ClusterStartException with one line for the operator, if the file cannot be read or the member not started
     */
    public static HazelcastBus startOfFile(File file, SharedOptions options, Environment environment) {
        return over(node -> Membership.ofFile(file, options, node), options, environment, UnaryOperator.identity());
    }

    /**
     * The same with a resource of the web application, see {@link #startOfFile}.
     *
     * @param name without a slash in front
     * @param options of the bus
     * @param environment as for {@link #start}
     * @return a bus that must be closed, with which its member ends
     * @throws ClusterStartException as for {@link #startOfFile}
     */
    public static HazelcastBus startOfResource(String name, SharedOptions options, Environment environment) {
        return over(node -> Membership.ofResource(name, options, node), options, environment, UnaryOperator.identity());
    }

    /**
     * Uses a member that somebody else has started, and which stays when the bus is closed: of the bus nothing is left in
     * it then, but perhaps the name of a topic. It may be used by several nodes. Its cluster's other nodes must be of a release that knows this. Its
     * configuration is not ours; what of it is dangerous is warned of.
     *
     * @param instance a Hazelcast instance
     * @param options of the bus
     * @param environment as for {@link #start}
     * @return a bus that must be closed
     * @throws ClusterStartException with one line for the operator, if it is no running instance, or one of other classes
     *     than those that this web application sees
     */
    public static HazelcastBus on(Object instance, SharedOptions options, Environment environment) {
        return over(node -> Membership.of(instance, options), options, environment, UnaryOperator.identity());
    }

    /**
     * The same with the instance of a name, see {@link #on}.
     *
     * @param name of an instance that was started by the Hazelcast classes that this web application sees
     * @param options of the bus
     * @param environment as for {@link #start}
     * @return a bus that must be closed
     * @throws ClusterStartException as for {@link #on}, and if there is no instance of that name
     */
    public static HazelcastBus onNamed(String name, SharedOptions options, Environment environment) {
        return over(node -> Membership.named(name, options), options, environment, UnaryOperator.identity());
    }

    private static HazelcastBus over(
            Function<String, Membership> joining,
            SharedOptions options,
            Environment environment,
            UnaryOperator<Pipe> network) {
        var self = new Origin(environment.ids().next(), environment.ticker().nanos());
        var membership = joining.apply(self.node());
        membership
                .dangers(options.limits().ringTime())
                .forEach(danger -> LOGGER.log(WARNING, "cluster node {0}: {1}", self.node(), danger));
        var bus = new HazelcastBus(self, membership, options, environment, network);
        bus.watchMembers();
        bus.exchange.start();
        LOGGER.log(INFO, "cluster node {0}: {1}, sees {2}", self.node(), membership.place(), bus.members());
        return bus;
    }

    private void watchMembers() {
        watch = hazelcast.getCluster().addMembershipListener(new MembershipListener() {
            @Override
            public void memberAdded(MembershipEvent event) {
                look();
                if (listening
                        && !closed.get()
                        && (membership.use() == Use.BORROWED || !Nodes.isTold(event.getMember()))) {
                    // neither would say a word to one whom it has not heard
                    exchange.listening();
                }
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
            exchange.updateMembers(nodes::now);
        }
    }

    private void heard(UUID member, String node, boolean leaving) {
        if (nodes.heard(member, node, leaving)) {
            look();
        }
        if (nodes.dependOnTime() && looking.compareAndSet(false, true)) {
            lookLater();
        }
    }

    private void lookLater() {
        environment
                .scheduler()
                .schedule(
                        LOOK.toNanos(),
                        () -> environment.complete(() -> {
                            look();
                            if (nodes.dependOnTime() && !closed.get()) {
                                lookLater();
                            } else {
                                looking.set(false);
                            }
                        }));
    }

    @Override
    public String nodeId() {
        return self.node();
    }

    @Override
    public void subscribe(Consumer<Frame> listener) {
        exchange.subscribe(listener);
        if (unsubscriptions.isEmpty()) {
            unsubscriptions =
                    membership.use() == Use.EMITTER ? List.of(listen(toThis)) : List.of(listen(toAll), listen(toThis));
            listening = true;
            exchange.listening();
        }
    }

    private Runnable listen(ITopic<Object> topic) {
        var registration = topic.addMessageListener(this::received);
        return () -> topic.removeMessageListener(registration);
    }

    private void received(Message<Object> message) {
        var sender = message.getPublishingMember();
        // on somebody else's member there may be other nodes than this one
        if (sender.localMember() && membership.use() != Use.BORROWED) {
            return;
        }
        Object content;
        try {
            content = message.getMessageObject();
        } catch (RuntimeException foreign) {
            // what another program put on the topic can make deserialization throw anything
            exchange.receivedGarbage("an object that may not be read: " + Membership.firstLine(foreign));
            return;
        }
        if (!(content instanceof byte[] bytes)) {
            exchange.receivedGarbage("an object that is not bytes");
        } else if (Nodes.isTold(sender)) {
            exchange.received(bytes);
        } else {
            exchange.received(bytes, (node, leaving) -> heard(sender.getUuid(), node, leaving));
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
            leaveMember();
            membership.end();
        }
    }

    /**
     * The others answer this, on the same connections, only after they have read our last frames. Nobody will listen to
     * this node's topic again. That of a node that has died stays, some hundred bytes: it may only be cut off.
     */
    private void unsubscribe() {
        if (unsubscribed.compareAndSet(false, true)) {
            unsubscriptions.forEach(Runnable::run);
            toThis.destroy();
        }
    }

    /** Nothing of this bus may stay in a member that goes on, even if the goodbye has hung. */
    private void leaveMember() {
        var registration = watch;
        try {
            if (membership.use() == Use.BORROWED) {
                unsubscribe();
            }
            if (registration != null) {
                hazelcast.getCluster().removeMembershipListener(registration);
            }
        } catch (HazelcastInstanceNotActiveException ended) {
            LOGGER.log(DEBUG, "cluster node {0}: its member has ended already", self.node());
        }
    }

    private void await(CompletionStage<Void> goodbye) {
        try {
            goodbye.toCompletableFuture().get(membership.leave().toNanos(), TimeUnit.NANOSECONDS);
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
