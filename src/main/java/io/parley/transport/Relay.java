package io.parley.transport;

import io.parley.cluster.ClusterBus;
import io.parley.cluster.Frame;
import io.parley.engine.EngineServer;
import io.parley.kernel.CountersByName;
import io.parley.kernel.Environment;
import io.parley.kernel.SerialExecutor;
import java.lang.System.Logger.Level;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Lets any request of a session come to any node of a cluster: what comes to a node that does not have the session, the door,
 * is handed to the one that has it, the owner. The id of a session ends with a tag of its owner, so that nobody has to be
 * asked. One for each server of a node. Thread-safe.
 *
 * <p>Each door has one {@linkplain RelayDoor.Link link} to each owner. As soon as anything on it is lost, or one of the two is
 * gone for the other, it is broken, and all that ran over it ends at both: requests are answered with code 1, WebSockets are
 * closed, their sessions end.
 */
public final class Relay implements AutoCloseable {
    /** A number that no link has: whichever there is. */
    static final long ANY_LINK = 0;

    private static final System.Logger LOG = System.getLogger(Relay.class.getName());
    private static final int TAG_LENGTH = 8;

    private final ClusterBus bus;
    private final EngineServer server;
    private final SerialExecutor atOwner;
    private final SerialExecutor atDoor;
    private final AtomicBoolean warned = new AtomicBoolean();
    private final RelayTally tally = new RelayTally();
    private final RelayDoor door;
    private final RelayOwner owner;

    /**
     * Begins to listen to the bus, and to mark the ids of new sessions.
     *
     * @param bus of the node
     * @param path of the server, the same on all nodes
     * @param server before it has opened a session
     * @param environment of the node
     * @param closer runs tasks that may block for seconds
     */
    public Relay(ClusterBus bus, String path, EngineServer server, Environment environment, Executor closer) {
        this.bus = bus;
        this.server = server;
        // handlers that run on the thread that brings the packets must not run on that of the bus
        this.atOwner = server.options().nonBlockingHandlers()
                ? SerialExecutor.on(environment.handlers(), environment.failures())
                : SerialExecutor.inline(environment.failures());
        this.atDoor = SerialExecutor.inline(environment.failures());
        var toOwner = "relay to owner " + path;
        var toDoor = "relay to door " + path;
        this.door = new RelayDoor(bus, toOwner, server, environment, closer, tally);
        this.owner = new RelayOwner(bus, toDoor, server, atOwner, closer, tally);
        server.tagIds(tagOf(bus.nodeId()));
        server.countRelayed(() -> CountersByName.of(counters()));
        listen(toOwner, atOwner, RelayMessage.ToOwner.class, owner);
        listen(toDoor, atDoor, RelayMessage.ToDoor.class, door);
    }

    private <M extends RelayMessage> void listen(
            String channel, SerialExecutor serial, Class<M> messages, RelaySide<M> side) {
        bus.onMembers(nodes -> serial.execute(() -> side.members(nodes)));
        bus.onGap(gap -> {
            if (!gap.toAll()) {
                serial.execute(() -> side.lost(gap.node()));
            }
        });
        bus.subscribe(frame -> {
            if (frame.channel().equals(channel)) {
                serial.execute(() -> receive(frame, messages, side));
            }
        });
    }

    private <M extends RelayMessage> void receive(Frame frame, Class<M> messages, RelaySide<M> side) {
        try {
            var message = RelayCodec.decode(frame.body());
            if (messages.isInstance(message)) {
                side.received(frame.node(), RelayCodec.link(frame.body()), messages.cast(message));
            }
        } catch (InvalidRelayMessageException invalid) {
            refuse(frame.node(), invalid);
            side.lost(frame.node());
        }
    }

    private void refuse(String node, InvalidRelayMessageException invalid) {
        var level = warned.compareAndSet(false, true) ? Level.WARNING : Level.DEBUG;
        LOG.log(level, "a message of node {0} about a session is not understood: {1}", node, invalid.getMessage());
    }

    /** The node that has opened the session of that id, if it is another one and is there; null: it is not. */
    @Nullable
    String ownerOf(String sid) {
        if (sid.length() <= TAG_LENGTH || server.options().generateId().isPresent()) {
            return null;
        }
        var tag = sid.substring(sid.length() - TAG_LENGTH);
        for (var node : bus.members()) {
            if (tagOf(node).equals(tag)) {
                return node.equals(bus.nodeId()) ? null : node;
            }
        }
        return null;
    }

    private static String tagOf(String node) {
        return node.substring(Math.max(0, node.length() - TAG_LENGTH));
    }

    /** Whether no more requests should be handed to others now. */
    boolean isFull() {
        return door.waiting() >= server.options().maxSessions();
    }

    RelayDoor door() {
        return door;
    }

    /** {@return what it has done since the start} */
    public RelayCounters counters() {
        return tally.counters(door.waiting());
    }

    /** Breaks all links: this node is about to leave. */
    @Override
    public void close() {
        atDoor.execute(door::close);
        atOwner.execute(owner::close);
    }
}
