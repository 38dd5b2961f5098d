package io.parley.adapter;

import io.parley.cluster.ClusterBus;
import io.parley.cluster.ReplicatedTable;
import io.parley.kernel.Bytes;
import io.parley.kernel.Environment;
import io.parley.kernel.SerialExecutor;
import io.parley.packet.EncodedPacket;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The sockets of all nodes: a local adapter, and a bus on which each broadcast goes to the others, who replay it on
 * their local ones. Thread-safe.
 *
 * <p>A broadcast is published before it is delivered here: an answer that a local client gives to it is then published
 * after it, and no node sees the answer first.
 */
final class ClusterAdapter<R extends Recipient> implements Adapter<R> {
    private final String channel;
    private final @Nullable RecoveryLog log;
    private final LocalAdapter<R> local;
    private final ClusterBus bus;
    private final Conversations conversations;
    private final SharedSessions sessions;
    private final Consumer<String> closed;
    /** Publishes numbered packets in the order of their numbers, outside of the log's lock. */
    private final SerialExecutor publications;

    /**
     * @param log null: nothing is kept for clients that come back
     * @param tables the table in which the server's sessions are written down
     */
    ClusterAdapter(
            String channel,
            Recipients<R> recipients,
            @Nullable RecoveryLog log,
            ClusterBus bus,
            Environment environment,
            Function<RecoveryLog, ReplicatedTable> tables,
            Conversations conversations,
            Consumer<String> closed) {
        this.channel = channel;
        this.log = log;
        this.local = new LocalAdapter<>(recipients, log);
        this.bus = bus;
        this.conversations = conversations;
        this.closed = closed;
        this.publications = SerialExecutor.inline(environment.failures());
        this.sessions = log == null
                ? SharedSessions.NONE
                : new ClusterSessions(channel, () -> tables.apply(log), conversations.departures(), this::claim);
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
        if (log != null && !lossy && !localOnly) {
            log.append(selection, packet, publication(selection, packet), local::enqueue)
                    .run();
            return;
        }
        if (!localOnly) {
            publish(new ClusterMessage.Broadcast(selection, packet, lossy));
        }
        local.deliver(selection, packet, lossy);
    }

    /** Given the number of a packet: queues its publication, and returns what publishes it. */
    private LongFunction<Runnable> publication(Selection selection, EncodedPacket packet) {
        if (bus.isAlone()) {
            return number -> () -> {};
        }
        var broadcast = new NumberedBroadcast(selection, packet);
        bus.requireFits(channel, broadcast.unnumbered());
        return number -> {
            boolean first = publications.enqueue(() -> bus.publish(channel, broadcast.with(number)));
            return first ? publications::drain : () -> {};
        };
    }

    @Override
    public void serverSideEmit(EncodedPacket event) {
        publish(new ClusterMessage.ServerSideEvent(event));
    }

    @Override
    public CompletionStage<NodeAnswers> serverSideAsk(EncodedPacket event, Duration longest) {
        return request(
                new ServerSideReplies(), longest, request -> new ClusterMessage.ServerSideQuestion(request, event));
    }

    @Override
    public CompletionStage<NodeSockets> fetch(Selection selection, Duration longest) {
        return request(new FetchReplies(), longest, request -> new ClusterMessage.Fetch(request, selection));
    }

    @Override
    public CompletionStage<SocketAnswers> ask(
            Selection selection,
            EncodedPacket question,
            boolean lossy,
            @Nullable Duration longest,
            @Nullable String only) {
        long nanos = longest == null ? 0 : longest.toNanos();
        return request(
                new QuestionReplies(only),
                longest,
                request -> new ClusterMessage.Question(request, selection, question, lossy, nanos));
    }

    private <T> CompletionStage<T> request(
            Replies<T> replies, @Nullable Duration longest, Function<String, ClusterMessage> asking) {
        var others = new HashSet<>(bus.members());
        others.remove(bus.nodeId());
        var request = conversations.requests().open(others, replies, longest, local::hit);
        if (!request.isRefused()) {
            try {
                publish(asking.apply(request.id()));
            } catch (IllegalArgumentException tooLarge) {
                request.abandon();
                throw tooLarge;
            }
            // one that has gone between the two looks would be waited for
            request.retain(bus.members());
        }
        return request.stage();
    }

    @Override
    public SharedSessions sessions() {
        return sessions;
    }

    private CompletionStage<Map<String, SessionReply>> claim(SessionClaim claim, String owner) {
        return request(
                new ClaimReplies(claim, owner),
                ClusterSessions.LONGEST_CLAIM,
                request -> new ClusterMessage.Claim(request, claim));
    }

    @Override
    public void close() {
        sessions.close();
        closed.accept(channel);
    }

    /** Of what a node has said to all something is lost for good. */
    void lost(String node) {
        if (log != null) {
            log.gap(node);
        }
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

    /** False if it is not sent: the node has gone, or too much waits to be sent. */
    private boolean send(String node, ClusterMessage message) {
        return bus.send(node, channel, ClusterCodec.encode(message));
    }

    /** Does here what was done on the node that sent the message. */
    private final class Replay implements ClusterMessage.Handler<Void> {
        private final String node;

        Replay(String node) {
            this.node = node;
        }

        @Override
        public Void broadcast(ClusterMessage.Broadcast message) {
            if (log == null || message.lossy()) {
                local.deliver(message.selection(), message.packet(), message.lossy());
            } else if (message.number() > 0) {
                var packet = new LoggedPacket(
                        RecoveryLog.tag(node), message.number(), message.selection(), message.packet());
                log.append(packet, local::enqueue).run();
            } else {
                log.missedByAll();
                local.deliver(message.selection(), message.packet(), false);
            }
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
            local.serverSideEvent(message.event(), ack -> send(new ClusterMessage.Answer(message.request(), ack)));
            return null;
        }

        @Override
        public Void fetch(ClusterMessage.Fetch message) {
            conversations.descriptions().send(message, local, this::send);
            return null;
        }

        @Override
        public Void question(ClusterMessage.Question message) {
            conversations.questions().ask(node, message, local, this::send);
            return null;
        }

        @Override
        public Void claim(ClusterMessage.Claim message) {
            local.claim(message.claim(), node, reply -> claimed(message.request(), reply));
            return null;
        }

        @Override
        public Void claimed(ClusterMessage.Claimed message) {
            return replied(message);
        }

        @Override
        public Void answer(ClusterMessage.Answer message) {
            return replied(message);
        }

        @Override
        public Void sockets(ClusterMessage.Sockets message) {
            return replied(message);
        }

        @Override
        public Void asked(ClusterMessage.Asked message) {
            return replied(message);
        }

        @Override
        public Void socketAnswer(ClusterMessage.SocketAnswer message) {
            return replied(message);
        }

        @Override
        public Void gone(ClusterMessage.Gone message) {
            return replied(message);
        }

        @Override
        public Void over(ClusterMessage.Over message) {
            return replied(message);
        }

        private void claimed(String request, SessionReply reply) {
            try {
                send(new ClusterMessage.Claimed(request, reply));
            } catch (IllegalArgumentException tooLarge) {
                send(new ClusterMessage.Claimed(request, reply.withoutPackets()));
            }
        }

        private Void replied(ClusterMessage.Reply reply) {
            conversations.requests().replied(node, reply);
            return null;
        }

        private boolean send(ClusterMessage.Reply reply) {
            return ClusterAdapter.this.send(node, reply);
        }
    }
}
