package io.parley.testing;

import io.parley.ServerOptions;
import io.parley.SocketIoServer;
import io.parley.adapter.Adapter;
import io.parley.adapter.LocalAdapter;
import java.time.Duration;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A server in virtual time with handlers on the test's thread. Register it as an extension: a failure that nobody would
 * have seen then fails the test.
 */
public final class TestServer implements AfterEachCallback {
    private final World world;
    private final SocketIoServer io;

    public TestServer() {
        this(ServerOptions.defaults());
    }

    public TestServer(ServerOptions options) {
        this(options, new World(), LocalAdapter.factory("node-1"));
    }

    /** A node of a cluster, in a world that it may share with others. */
    public TestServer(ServerOptions options, World world, Adapter.Factory adapters) {
        this.world = world;
        this.io = new SocketIoServer(options, world.environment(), options.newParser(), adapters);
    }

    public SocketIoServer io() {
        return io;
    }

    public World world() {
        return world;
    }

    /** A WebSocket client that has its handshake and nothing more. */
    public TestClient openWebSocket() {
        var client = TestClient.webSocket(io.engine());
        client.take();
        return client;
    }

    /** A polling client that has its handshake and nothing more. */
    public TestClient openPolling() {
        var client = TestClient.polling(io.engine());
        client.take();
        return client;
    }

    /** A WebSocket client that has joined "/"; what came with that has been taken. */
    public TestClient connectWebSocket() {
        var client = openWebSocket().send("40");
        client.take();
        return client;
    }

    /** A polling client that has joined "/"; what came with that has been taken. */
    public TestClient connectPolling() {
        var client = openPolling().send("40").poll();
        client.take();
        return client;
    }

    public void advance(Duration duration) {
        world.time.advance(duration);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        world.assertNoFailures();
    }
}
