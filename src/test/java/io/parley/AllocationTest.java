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
 * references, as times are not, once the compiler is done: until then, and on a machine that is busy that takes long, there
 * are more. Who has made a path cheaper lowers its bound, to a tenth above what is measured; who raises one says why in the
 * commit.
 */
final class AllocationTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int WARM_UPS = 40_000;
    private static final int MOST_ROUNDS = 100;
    private static final int OPERATIONS = 10_000;
    private static final int RECIPIENTS = 1_000;
    private static final String PAYLOAD = "x".repeat(64);

    @RegisterExtension
    final TestServer server = new TestServer();

    /** How often the operation of the test was run. */
    private long ran;

    /** Frame, decoder, listener, ack, encoder, frame. */
    @Test
    void echo() {
        server.io().on("connection", socket -> socket.on("echo", event -> event.ack(event.arguments())));
        var client = SilentClient.connect(server.io().engine());
        long before = client.received();

        assertAllocates(2_220, OPERATIONS, () -> client.send("4217[\"echo\",\"" + PAYLOAD + "\"]"));
        assertThat(client.received() - before).isEqualTo(ran);
    }

    /** The packet is written once; what is counted is what comes on top of that for each who gets it. */
    @Test
    void broadcast_perRecipient() {
        SilentClient client = SilentClient.connect(server.io().engine());
        for (int i = 1; i < RECIPIENTS; i++) {
            client = SilentClient.connect(server.io().engine());
        }
        long before = client.received();

        assertAllocates(46 * RECIPIENTS, OPERATIONS / 100, () -> server.io().emit("broadcast", PAYLOAD));
        assertThat(client.received() - before).isEqualTo(ran);
    }

    @Test
    void payload_perPacket() {
        var codec = PayloadCodec.of(Revision.V4, false);
        var packet = "42[\"message\",\"" + PAYLOAD + "\"]";
        var body = String.join("\u001e", Collections.nCopies(16, packet));

        assertAllocates(175 * 16, OPERATIONS, () -> codec.decode(body, 16));
    }

    /** The least of some rounds counts, since the compiler and the JVM's own work only add to it. */
    private void assertAllocates(double most, int operations, Runnable operation) {
        repeat(operations * (WARM_UPS / OPERATIONS), operation);
        double least = Double.MAX_VALUE;
        for (int round = 0; round < MOST_ROUNDS && least >= most; round++) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            repeat(operations, operation);
            least = Math.min(least, (double) (THREADS.getCurrentThreadAllocatedBytes() - before) / operations);
        }
        assertThat(least).as("bytes of one operation").isLessThan(most);
    }

    private void repeat(int times, Runnable operation) {
        for (int i = 0; i < times; i++) {
            operation.run();
        }
        ran += times;
    }
}
