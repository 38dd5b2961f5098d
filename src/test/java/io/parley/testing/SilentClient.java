package io.parley.testing;

import io.parley.engine.EnginePacket;
import io.parley.engine.EngineServer;
import io.parley.engine.EngineSession;
import io.parley.engine.Revision;
import io.parley.engine.TextPacket;
import io.parley.engine.Transport;
import io.parley.engine.TransportName;
import java.util.List;
import java.util.Map;

/**
 * A client over a WebSocket in memory that takes all and keeps nothing: what is measured with it is the server. Confined
 * to one thread.
 */
public final class SilentClient implements Transport {
    private final EngineSession session;
    private long received;

    private SilentClient(EngineServer server) {
        var query = Map.of("EIO", "4", "transport", "websocket");
        this.session = server.open(TestClient.request(query), Revision.V4, this);
        session.ready(this);
    }

    /** A client that has joined "/". */
    public static SilentClient connect(EngineServer server) {
        var client = new SilentClient(server);
        client.send("40");
        return client;
    }

    /** Sends one WebSocket frame. */
    public void send(String frame) {
        session.received(this, TextPacket.decode(frame));
    }

    /** How many packets have come so far. */
    public long received() {
        return received;
    }

    @Override
    public TransportName name() {
        return TransportName.WEBSOCKET;
    }

    @Override
    public boolean write(List<? extends EnginePacket> batch) {
        received += batch.size();
        return true;
    }

    @Override
    public void close() {}

    @Override
    public void replaced() {}
}
