package io.parley.faults;

import com.hazelcast.topic.ITopic;
import io.parley.ServerOptions;
import io.parley.SocketIoServer;
import io.parley.adapter.ClusterAdapters;
import io.parley.cluster.ClusterBus;
import io.parley.engine.EnginePacket;
import io.parley.engine.EngineSession;
import io.parley.engine.Revision;
import io.parley.engine.TextPacket;
import io.parley.engine.Transport;
import io.parley.engine.TransportName;
import io.parley.kernel.Environment;
import io.parley.testing.TestClient;
import java.util.List;
import java.util.Map;

/** The server without a container, and a client that sits on its transport. */
final class ServerCarrier implements Carrier {
    private static final String PADDING = "x".repeat(100);
    private static final String BEGIN = "42[\"n\",";

    private final SocketIoServer io;
    private final Recorder recorder;
    private final Receiver receiver;

    /**
     * A server of its own with a client that has joined.
     *
     * @param topic that the bus uses, for {@link #replay}
     */
    ServerCarrier(ClusterBus bus, ITopic<Object> topic, Environment environment, Receiver receiver) {
        var options = ServerOptions.defaults();
        this.receiver = receiver;
        this.recorder = new Recorder(topic);
        this.io = new SocketIoServer(
                options, environment, options.newParser(), new ClusterAdapters(bus, environment).of(options.path()));
        new Client().join();
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
                    receiver.received(
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
