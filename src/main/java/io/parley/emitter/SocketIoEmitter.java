package io.parley.emitter;

import io.parley.adapter.Adapter;
import io.parley.adapter.ClusterAdapters;
import io.parley.adapter.Selection;
import io.parley.cluster.ClusterBus;
import io.parley.hazelcast.HazelcastBus;
import io.parley.hazelcast.HazelcastOptions;
import io.parley.packet.EncodedPacket;
import io.parley.packet.Packet;
import io.parley.packet.Parser;
import io.parley.packet.ParserLimits;
import io.parley.webapp.ContainerEnvironment;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Emits to the clients of a cluster from a Java process that is not a server: a batch job, another application.
 * Socket.IO: {@code Emitter}. It has neither sockets nor listeners, is not among the nodes, and knows no acknowledgements.
 * Thread-safe; but for {@link #join} and {@link #close} no method blocks.
 *
 * <pre>{@code
 * try (var emitter = SocketIoEmitter.join(EmitterOptions.of("10.0.0.1:5701", "10.0.0.2:5701"))) {
 *     emitter.to("news").emit("headline", "…");
 * }
 * }</pre>
 *
 * <p>What is emitted is queued, and sent like the broadcasts of a node: what the network loses is sent again, and what
 * waits beyond 64 MB is dropped, with a warning. While no node is there, nothing reaches anybody; those that come later
 * get what comes later.
 */
public final class SocketIoEmitter implements AutoCloseable {
    private final Link link;
    private final String path;
    private final Parser parser;
    private final String namespace;
    private final Adapter<?> adapter;

    private SocketIoEmitter(Link link, String path, Parser parser, String namespace) {
        this.link = link;
        this.path = path;
        this.parser = parser;
        this.namespace = namespace;
        this.adapter = link.adapters().outside(path, namespace);
    }

    /**
     * Joins the cluster, as a Hazelcast member without data. Blocks for some seconds. The process does not end by itself
     * before {@link #close}.
     *
     * @param options where the nodes are
     * @return an emitter for {@code "/"}, to be closed
     * @throws io.parley.hazelcast.ClusterStartException with one line for the operator, nothing being left behind, if no
     *     node can be reached, or they refuse this process
     * @throws IllegalArgumentException if a value of the options is not allowed
     */
    public static SocketIoEmitter join(EmitterOptions options) {
        var world = new ContainerEnvironment(1, Duration.ZERO);
        try {
            var bus = HazelcastBus.startEmitter(
                    HazelcastOptions.ofEmitter(
                                    options.clusterName(), options.bindAddress(), options.port(), options.members())
                            .with(options.keys()),
                    world.environment());
            return over(bus, new ClusterAdapters(bus, world.environment()), options, world::close);
        } catch (RuntimeException | Error failure) {
            world.close();
            throw failure;
        }
    }

    /** One over a bus that is there. */
    static SocketIoEmitter over(ClusterBus bus, ClusterAdapters adapters, EmitterOptions options, Runnable afterClose) {
        var parser = options.parser().apply(ParserLimits.defaults());
        return new SocketIoEmitter(new Link(bus, adapters, afterClose), options.path(), parser, "/");
    }

    /**
     * {@return an emitter for another namespace, over the same connection} To be closed is only one of them.
     *
     * @param name with or without the slash in front; whether there is such a namespace is not known here
     * @throws IllegalArgumentException if it has a comma, or is longer than 128 characters
     */
    public SocketIoEmitter of(String name) {
        var full = name.startsWith("/") ? name : "/" + name;
        int most = ParserLimits.defaults().maxNamespaceLength();
        if (full.indexOf(',') >= 0 || full.length() > most) {
            throw new IllegalArgumentException("a namespace has no comma and at most " + most + " characters: " + name);
        }
        return new SocketIoEmitter(link, path, parser, full);
    }

    /**
     * {@return an emitter for {@code "/"} of the servers at another path, with the same parser, over the same connection}
     * To be closed is only one of them.
     *
     * @param other with the slash in front; whether there is such a server is not known here
     * @throws IllegalArgumentException if there is no slash in front
     */
    public SocketIoEmitter at(String other) {
        EmitterOptions.requirePath(other);
        return new SocketIoEmitter(link, other, parser, "/");
    }

    /**
     * {@return an operator on those in these rooms}
     *
     * @param rooms names of rooms, or ids of sockets; none: everybody
     */
    public EmitOperator to(String... rooms) {
        return all().to(rooms);
    }

    /**
     * {@return the same as {@link #to}}
     *
     * @param rooms names of rooms, or ids of sockets; none: everybody
     */
    public EmitOperator in(String... rooms) {
        return to(rooms);
    }

    /**
     * {@return an operator on all but those in these rooms}
     *
     * @param rooms names of rooms, or ids of sockets; none: everybody
     */
    public EmitOperator except(String... rooms) {
        return all().except(rooms);
    }

    /** {@return an operator on all who can take it at once} Socket.IO: {@code volatile}. */
    public EmitOperator lossy() {
        return all().lossy();
    }

    /**
     * {@return an operator on all, with what is emitted compressed on its way to the clients or not}
     *
     * @param wanted true is the default
     */
    public EmitOperator compress(boolean wanted) {
        return all().compress(wanted);
    }

    /**
     * Sends an event to everybody in this namespace, see {@link EmitOperator#emit}.
     *
     * @param event any name that is not {@linkplain io.parley.packet.ReservedEvents reserved}
     * @param arguments what the parser can write, see {@link io.parley.packet.JsonParser}
     * @throws IllegalArgumentException if the event is reserved, an argument cannot be written, or all is larger than 16
     *     MB; nothing is sent then
     */
    public void emit(String event, @Nullable Object... arguments) {
        all().emit(event, arguments);
    }

    /**
     * Emits {@code "message"} to everybody.
     *
     * @param arguments as for {@link #emit}
     * @throws IllegalArgumentException as for {@link #emit}
     */
    public void send(@Nullable Object... arguments) {
        emit("message", arguments);
    }

    /**
     * Makes everybody join rooms.
     *
     * @param rooms names of rooms; where one is too long for a node, its sockets stay as they are
     */
    public void socketsJoin(String... rooms) {
        all().socketsJoin(rooms);
    }

    /**
     * Makes everybody leave rooms.
     *
     * @param rooms names of rooms; those that one is not in do not matter
     */
    public void socketsLeave(String... rooms) {
        all().socketsLeave(rooms);
    }

    /**
     * Disconnects everybody.
     *
     * @param closeConnection with all other namespaces of their connections
     */
    public void disconnectSockets(boolean closeConnection) {
        all().disconnectSockets(closeConnection);
    }

    /**
     * Tells the applications on all nodes an event; they listen with {@code onServerSide}.
     *
     * @param event as for {@link #emit}
     * @param arguments as for {@link #emit}
     * @throws IllegalArgumentException as for {@link #emit}
     */
    public void serverSideEmit(String event, @Nullable Object... arguments) {
        adapter.serverSideEmit(packet(event, arguments));
    }

    /**
     * Leaves the cluster. Blocks, for some seconds at most, until what was emitted before was handed to the network. All
     * emitters over this connection do nothing from then on. A second call does nothing.
     */
    @Override
    public void close() {
        link.close();
    }

    private EmitOperator all() {
        return new EmitOperator(this, Selection.ALL, false, true);
    }

    Adapter<?> adapter() {
        return adapter;
    }

    EncodedPacket packet(String event, @Nullable Object... arguments) {
        var payload = parser.payload(event, Arrays.asList(arguments));
        return parser.encode(new Packet.Event(namespace, Packet.Event.NO_ACK, payload));
    }

    /** What all emitters of one {@link #join} share. */
    private record Link(ClusterBus bus, ClusterAdapters adapters, Runnable afterClose) {
        void close() {
            bus.close();
            afterClose.run();
        }
    }
}
