package io.parley.faults;

import com.hazelcast.core.Hazelcast;
import io.parley.ServerOptions;
import io.parley.SocketIoServer;
import io.parley.adapter.ClusterAdapters;
import io.parley.cluster.BusLimits;
import io.parley.cluster.FrameKeys;
import io.parley.engine.EnginePacket;
import io.parley.engine.EngineSession;
import io.parley.engine.Revision;
import io.parley.engine.TextPacket;
import io.parley.engine.Transport;
import io.parley.engine.TransportName;
import io.parley.hazelcast.HazelcastBus;
import io.parley.hazelcast.HazelcastOptions;
import io.parley.testing.TestClient;
import io.parley.webapp.ContainerEnvironment;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The server without a container, and a client that sits on its transport. */
final class ServerCarrier implements Carrier {
    private static final String PADDING = "x".repeat(100);
    private static final String BEGIN = "42[\"n\",";

    private final ContainerEnvironment world;
    private final HazelcastBus bus;
    private final SocketIoServer io;
    private final Recorder recorder;
    private final Observer observer;

    /** Joins, and has its client join, too. */
    ServerCarrier(Site site, Observer observer) {
        this.observer = observer;
        this.world = new ContainerEnvironment(64, Duration.ZERO);
        this.bus = HazelcastBus.start(options(site), world.apartFromHandlers());
        bus.onMembers(members -> observer.members(members.size()));
        bus.onGap(gap -> observer.gap(gap.node(), gap.frames()));
        var options = ServerOptions.defaults();
        this.io = new SocketIoServer(
                options,
                world.environment(),
                options.newParser(),
                new ClusterAdapters(bus, world.environment()).of(options.path()));
        this.recorder = new Recorder(Hazelcast.getHazelcastInstanceByName("parley-" + bus.nodeId())
                .getTopic(HazelcastOptions.DEFAULT_TOPIC));
        new Client().join();
        observer.members(bus.members().size());
    }

    private static HazelcastOptions options(Site site) {
        return HazelcastOptions.of("faults", site.address(), site.port(), site.members())
                .with(
                        BusLimits.defaults().withRing(site.ring(), 16_000_000),
                        FrameKeys.of("a key that all nodes have"));
    }

    @Override
    public String nodeId() {
        return bus.nodeId();
    }

    @Override
    public void emit(int sender, long number) {
        io.emit("n", sender, number, System.nanoTime(), PADDING);
    }

    @Override
    public int replay() {
        return recorder.replay();
    }

    @Override
    public void close() {
        io.close();
        System.err.println(bus.counters());
        bus.close();
        world.close();
    }

    private final class Client implements Transport {
        private final EngineSession session;

        private Client() {
            var query = Map.of("EIO", "4", "transport", "websocket");
            session = io.engine().open(TestClient.request(query), Revision.V4, this);
        }

        void join() {
            session.ready(this);
            session.received(this, TextPacket.decode("40"));
        }

        @Override
        public TransportName name() {
            return TransportName.WEBSOCKET;
        }

        @Override
        public boolean write(List<? extends EnginePacket> batch) {
            for (var packet : batch) {
                var text = ((TextPacket) packet).frame();
                if (text.startsWith(BEGIN)) {
                    var arguments = text.substring(BEGIN.length()).split(",");
                    observer.received(
                            Integer.parseInt(arguments[0]), Long.parseLong(arguments[1]), Long.parseLong(arguments[2]));
                } else if (text.equals("2")) {
                    session.received(this, TextPacket.decode("3"));
                }
            }
            return true;
        }

        @Override
        public void close() {}

        @Override
        public void replaced() {}
    }
}
