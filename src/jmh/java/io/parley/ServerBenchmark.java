package io.parley;

import io.parley.testing.SilentClient;
import io.parley.testing.TestServer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The whole way through a server without a network: one operation is one echo, or one broadcast to all. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 2, jvmArgsAppend = "-Xmx2g")
public class ServerBenchmark {
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
