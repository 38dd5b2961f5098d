package io.parley.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.parley.kernel.Bytes;
import io.parley.kernel.SerialExecutor;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OutboundTest {
    /** With a node id and a channel of one character each. */
    private static final int EMPTY_FRAME_BYTES = 47;

    private final Queue<Runnable> pool = new ArrayDeque<>();
    private final List<Throwable> failures = new ArrayList<>();
    private final List<Frame> wire = new ArrayList<>();
    private final FrameCodec codec = new FrameCodec(100);
    private boolean up = true;
    private final Outbound outbound = new Outbound(
            new Origin("n", 4), new BusLimits(100, 200), SerialExecutor.on(pool::add, failures::add), this::send);

    private final Logger logger = Logger.getLogger(Outbound.class.getName());
    private final List<String> logged = new ArrayList<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord entry) {
            logged.add(entry.getLevel().getName());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    private boolean send(byte[] bytes) {
        if (up) {
            wire.add(codec.decode(bytes));
        }
        return up;
    }

    @BeforeEach
    void listenToTheLog() {
        logger.setUseParentHandlers(false);
        logger.addHandler(handler);
    }

    @AfterEach
    void nothingFailed() {
        logger.removeHandler(handler);
        logger.setUseParentHandlers(true);
        assertThat(failures).isEmpty();
    }

    private void drain() {
        while (!pool.isEmpty()) {
            pool.remove().run();
        }
    }

    private void publish(int bodyBytes) {
        outbound.publish("c", Bytes.owned(new byte[bodyBytes]));
    }

    private List<Long> sequences() {
        return wire.stream().map(Frame::sequence).toList();
    }

    @Test
    void frames_areSentByThePoolOnly_inOrder() {
        publish(1);
        publish(2);
        publish(3);
        assertThat(wire).isEmpty();

        drain();

        assertThat(wire).extracting(frame -> frame.body().size()).containsExactly(1, 2, 3);
        assertThat(wire).extracting(Frame::epoch).containsOnly(4L);
        assertThat(sequences()).containsExactly(1L, 2L, 3L);
        assertThat(outbound.counters()).isEqualTo(new BusCounters.Sent(3, 0));
    }

    @Test
    void whatExceedsTheQueue_isDroppedAndLeavesAHole() {
        publish(100 - EMPTY_FRAME_BYTES);
        publish(100 - EMPTY_FRAME_BYTES);
        publish(0);
        publish(0);
        drain();
        publish(0);
        drain();

        assertThat(sequences())
                .as("the lost ones are missing before the next frame")
                .containsExactly(3L, 4L, 5L);
        assertThat(outbound.counters()).isEqualTo(new BusCounters.Sent(3, 2));
    }

    @Test
    void theOperator_isWarnedOncePerOutage() {
        for (int i = 0; i < 10; i++) {
            publish(0);
        }
        drain();
        assertThat(logged).containsExactly("WARNING", "INFO");

        up = false;
        publish(0);
        publish(0);
        drain();
        assertThat(logged).containsExactly("WARNING", "INFO", "WARNING");

        up = true;
        publish(0);
        drain();
        assertThat(logged).containsExactly("WARNING", "INFO", "WARNING", "INFO");
    }

    @Test
    void framesThatThePipeDoesNotTake_areDroppedAndLeaveAHole() {
        publish(0);
        drain();
        up = false;
        publish(0);
        publish(0);
        drain();
        up = true;
        publish(0);
        drain();

        assertThat(sequences()).containsExactly(1L, 4L);
        assertThat(outbound.counters()).isEqualTo(new BusCounters.Sent(2, 2));
    }

    @Test
    void anOversizedFrame_isRefused_andTakesNoPlace() {
        assertThatIllegalArgumentException().isThrownBy(() -> publish(101 - EMPTY_FRAME_BYTES));
        publish(100 - EMPTY_FRAME_BYTES);
        drain();

        assertThat(sequences()).containsExactly(1L);
        assertThat(outbound.counters()).isEqualTo(new BusCounters.Sent(1, 0));
        assertThat(logged).isEmpty();
    }

    @Test
    void close_isCompleteWhenAllWasSent_andNothingIsTakenAfterwards() {
        publish(0);
        var drained = outbound.close().toCompletableFuture();
        publish(0);
        assertThat(drained).isNotDone();

        drain();

        assertThat(drained).isCompleted();
        assertThat(sequences()).containsExactly(1L);
        assertThat(outbound.counters()).isEqualTo(new BusCounters.Sent(1, 0));
    }
}
