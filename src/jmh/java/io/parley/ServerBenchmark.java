package io.parley;

import io.parley.testing.SilentClient;
import io.parley.testing.TestServer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** The whole way through a server without a network: one operation is one echo, or one broadcast to all. */
public class ServerBenchmark extends TimePerCall {
    private static final String PAYLOAD = "x".repeat(64);
    private static final String ECHO = "4217[\"echo\",\"" + PAYLOAD + "\"]";

    @Param({"1", "10000"})
    int sessions;

    private SocketIoServer io;
    private SilentClient client;

    @Setup
    public void setUp() {
        io = new TestServer().io();
        io.on("connection", socket -> socket.on("echo", event -> event.ack(event.arguments())));
        for (int i = 0; i < sessions; i++) {
            client = SilentClient.connect(io.engine());
        }
    }

    @Benchmark
    public long echo() {
        client.send(ECHO);
        return client.received();
    }

    @Benchmark
    public long broadcast() {
        io.emit("broadcast", PAYLOAD);
        return client.received();
    }
}
