package io.parley.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.kernel.Bytes;
import io.parley.kernel.SerialExecutor;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What {@code ClusterBusContract} does not see from outside. */
class InboundTest {
    private final List<Throwable> failures = new ArrayList<>();
    private final List<Frame> delivered = new ArrayList<>();
    private final FrameCodec codec = new FrameCodec(1000);
    private final Inbound inbound =
            new Inbound("self", new BusLimits(1000, 1000), SerialExecutor.inline(failures::add));

    @AfterEach
    void nothingFailed() {
        assertThat(failures).isEmpty();
    }

    private byte[] frame(String node, long epoch, long sequence) {
        return codec.encode(new Frame(node, epoch, sequence, "c", Bytes.empty()));
    }

    @Test
    void whatComesBeforeTheListener_isNeitherCountedNorRemembered() {
        inbound.received(frame("n", 1, 1));
        inbound.subscribe(delivered::add);
        inbound.received(frame("n", 1, 5));

        assertThat(delivered).extracting(Frame::sequence).containsExactly(5L);
        assertThat(inbound.counters()).isEqualTo(new BusCounters.Received(1, 0, 0, 0, 0, 0));
    }

    @Test
    void ownFrames_areLeftOutUncounted() {
        inbound.subscribe(delivered::add);
        inbound.received(frame("self", 1, 1));

        assertThat(delivered).isEmpty();
        assertThat(inbound.counters()).isEqualTo(new BusCounters.Received(0, 0, 0, 0, 0, 0));
    }

    @Test
    void epochs_areComparedBySubtraction() {
        inbound.subscribe(delivered::add);
        inbound.received(frame("n", Long.MAX_VALUE, 1));
        inbound.received(frame("n", Long.MIN_VALUE, 1));
        inbound.received(frame("n", Long.MAX_VALUE, 2));

        assertThat(delivered).extracting(Frame::epoch).containsExactly(Long.MAX_VALUE, Long.MIN_VALUE);
        assertThat(inbound.counters().duplicates()).isEqualTo(1);
    }

    @Test
    void onlySoManyOrigins_areRemembered_theLongestSilentOneIsForgotten() {
        inbound.subscribe(delivered::add);
        inbound.received(frame("silent", 1, 1));
        inbound.received(frame("busy", 1, 1));
        for (int i = 0; i < Inbound.MAX_ORIGINS - 1; i++) {
            inbound.received(frame("invented-" + i, 1, 1));
            inbound.received(frame("busy", 1, i + 2));
        }
        inbound.received(frame("silent", 1, 1));
        inbound.received(frame("busy", 1, 1));

        assertThat(inbound.counters().duplicates()).as("of busy, not of silent").isEqualTo(1);
    }

    @Test
    void randomBytes_areAllCountedAndNoneIsDelivered() {
        inbound.subscribe(delivered::add);
        long seed = new Random().nextLong();
        var random = new Random(seed);
        for (int i = 0; i < 100_000; i++) {
            var bytes = new byte[random.nextInt(60)];
            random.nextBytes(bytes);
            if (random.nextBoolean() && bytes.length >= 4) {
                System.arraycopy(new byte[] {'P', 'B', 1, 1}, 0, bytes, 0, 4);
            }
            inbound.received(bytes);
        }

        var counters = inbound.counters();
        assertThat(counters.malformed() + counters.unknown())
                .as("seed %d", seed)
                .isEqualTo(100_000);
        assertThat(delivered).isEmpty();
    }
}
