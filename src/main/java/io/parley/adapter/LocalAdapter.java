package io.parley.adapter;

import io.parley.kernel.Limit;
import io.parley.packet.EncodedPacket;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The sockets of this node, and no others. Thread-safe.
 *
 * @param <R> who can be in the rooms
 */
public final class LocalAdapter<R extends Recipient> implements Adapter<R> {
    private final Rooms<R> rooms;
    private final Recipients<R> recipients;
    private final @Nullable RecoveryLog log;

    LocalAdapter(Recipients<R> recipients, @Nullable RecoveryLog log) {
        this.recipients = recipients;
        this.log = log;
        this.rooms = new Rooms<>(recipients);
    }

    /**
     * {@return the adapters of a server that is alone}
     *
     * @param nodeId the name of the only node
     */
    public static Factory factory(String nodeId) {
        return new Alone(nodeId);
    }

    @Override
    public void add(R recipient, Collection<String> names) {
        rooms.add(recipient);
        rooms.join(recipient, names);
    }

    @Override
    public Set<String> remove(R recipient) {
        return rooms.remove(recipient);
    }

    @Override
    public void join(R recipient, Collection<String> names) {
        rooms.join(recipient, names);
    }

    @Override
    public void leave(R recipient, Collection<String> names) {
        rooms.leave(recipient, names);
    }

    @Override
    public Set<String> rooms(R recipient) {
        return rooms.of(recipient);
    }

    @Override
    public int size() {
        return rooms.size();
    }

    @Override
    public int size(String room) {
        return rooms.size(room);
    }

    @Override
    public Iterable<R> local(Selection selection) {
        return rooms.select(selection);
    }

    @Override
    public void command(Selection selection, SocketCommand command, boolean localOnly) {
        recipients.command(command, rooms.select(selection));
    }

    @Override
    public void broadcast(Selection selection, EncodedPacket packet, boolean lossy, boolean localOnly) {
        if (log == null || lossy) {
            deliver(selection, packet, lossy);
            return;
        }
        log.append(selection, packet, number -> () -> {}, this::enqueue).run();
    }

    /** Queues a packet for the selected here, see {@link RecoveryLog.Sink}. */
    Runnable enqueue(LoggedPacket packet, long sequence, String offset) {
        return recipients.enqueue(packet, sequence, offset, rooms.select(packet.selection()));
    }

    /** Sends a packet that is not kept. */
    void deliver(Selection selection, EncodedPacket packet, boolean lossy) {
        recipients.deliver(packet, lossy, rooms.select(selection));
    }

    /** There are no other nodes. */
    @Override
    public void serverSideEmit(EncodedPacket event) {}

    /** There are no other nodes. */
    @Override
    public CompletionStage<NodeAnswers> serverSideAsk(EncodedPacket event, Duration longest) {
        return CompletableFuture.completedStage(new NodeAnswers(Map.of(), Set.of()));
    }

    /** There are no other nodes. */
    @Override
    public CompletionStage<NodeSockets> fetch(Selection selection, Duration longest) {
        return CompletableFuture.completedStage(NodeSockets.NONE);
    }

    /** There are no other nodes. */
    @Override
    public CompletionStage<SocketAnswers> ask(
            Selection selection,
            EncodedPacket question,
            boolean lossy,
            @Nullable Duration longest,
            @Nullable String only) {
        return CompletableFuture.completedStage(SocketAnswers.NONE);
    }

    /** There are no other nodes. */
    @Override
    public SharedSessions sessions() {
        return SharedSessions.NONE;
    }

    /** It holds nothing but memory. */
    @Override
    public void close() {}

    void serverSideEvent(EncodedPacket event, @Nullable Consumer<EncodedPacket> answer) {
        recipients.serverSideEvent(event, answer);
    }

    EncodedPacket describe(R recipient) {
        return recipients.describe(recipient);
    }

    Runnable ask(Selection selection, EncodedPacket question, boolean lossy, QuestionListener listener) {
        return recipients.ask(question, lossy, rooms.select(selection), listener);
    }

    void claim(SessionClaim claim, String node, Consumer<SessionReply> answer) {
        recipients.claim(claim, node, answer);
    }

    void hit(Limit limit) {
        recipients.hit(limit);
    }

    private record Alone(String nodeId) implements Factory {
        @Override
        public <R extends Recipient> Adapter<R> adapter(
                String namespace, Recipients<R> recipients, @Nullable RecoveryLog log) {
            return new LocalAdapter<>(recipients, log);
        }

        /** There is nobody to be told. */
        @Override
        public UserTable users(UserTable.Listener listener) {
            return (namespace, user, sockets) -> true;
        }

        @Override
        public Set<String> nodes() {
            return Set.of(nodeId);
        }

        /** They never change. */
        @Override
        public void onNodesChanged(Consumer<Set<String>> listener) {}

        /** There is nobody to miss anything of. */
        @Override
        public void onGap(Consumer<ClusterGap> listener) {}
    }
}
