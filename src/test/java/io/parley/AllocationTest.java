package io.parley;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.parley.engine.PayloadCodec;
import io.parley.engine.Revision;
import io.parley.testing.SilentClient;
import io.parley.testing.TestServer;
import java.lang.management.ManagementFactory;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * How many bytes the paths that all messages take may allocate. They are the same on every machine whose JVM has compressed
 * references, as times are not, and hardly depend on what the compiler has done yet. Who has made a path cheaper lowers its bound, to a tenth above what is measured; who raises one says why in the commit.
 */
final class AllocationTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int WARM_UPS = 40_000;
    private static final int ROUNDS = 5;
    private static final int OPERATIONS = 10_000;
    private static final int RECIPIENTS = 1_000;
    private static final String PAYLOAD = "x".repeat(64);

    @RegisterExtension
    final TestServer server = new TestServer();

    /** Frame, decoder, listener, ack, encoder, frame. */
    @Test
    void echo() {
        server.io().on("connection", socket -> socket.on("echo", event -> event.ack(event.arguments())));
        var client = SilentClient.connect(server.io().engine());
        long before = client.received();

        double bytes = bytesOf(OPERATIONS, () -> client.send("4217[\"echo\",\"" + PAYLOAD + "\"]"));

        assertThat(client.received() - before).isEqualTo(WARM_UPS + ROUNDS * OPERATIONS);
        assertThat(bytes).isLessThan(2_220);
    }

    /** The packet is written once; what is counted is what comes on top of that for each who gets it. */
    @Test
    void broadcast_perRecipient() {
        SilentClient client = SilentClient.connect(server.io().engine());
        for (int i = 1; i < RECIPIENTS; i++) {
            client = SilentClient.connect(server.io().engine());
        }
        long before = client.received();

        double bytes = bytesOf(OPERATIONS / 100, () -> server.io().emit("broadcast", PAYLOAD)) / RECIPIENTS;

        assertThat(client.received() - before).isEqualTo((WARM_UPS + ROUNDS * OPERATIONS) / 100);
        assertThat(bytes).isLessThan(46);
    }

    @Test
    void payload_perPacket() {
        var codec = PayloadCodec.of(Revision.V4, false);
        var packet = "42[\"message\",\"" + PAYLOAD + "\"]";
        var body = String.join("\u001e", Collections.nCopies(16, packet));

        double bytes = bytesOf(OPERATIONS, () -> codec.decode(body, 16)) / 16;

        assertThat(bytes).isLessThan(175);
    }

    /** Bytes of one operation: the least of some rounds, since the compiler and the JVM's own work only add to it. */
    private static double bytesOf(int operations, Runnable operation) {
        repeat(operations * (WARM_UPS / OPERATIONS), operation);
        long least = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            repeat(operations, operation);
            least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
        }
        return (double) least / operations;
    }

    private static void repeat(int times, Runnable operation) {
        for (int i = 0; i < times; i++) {
            operation.run();
        }
    }
}
