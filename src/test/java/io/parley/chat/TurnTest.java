package io.parley.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TurnTest {
    private static final int THREADS = 4;
    private static final int TURNS = 5_000;

    @Test
    void take_fromManyThreads_oneAtATime() throws InterruptedException {
        var count = new int[1];
        var toTell = new int[1];
        var told = new AtomicInteger();
        var turn = new Turn(() -> {
            told.addAndGet(toTell[0]);
            toTell[0] = 0;
        });
        var pool = Executors.newFixedThreadPool(THREADS);
        var start = new CountDownLatch(1);

        for (int thread = 0; thread < THREADS; thread++) {
            pool.execute(() -> {
                awaitQuietly(start);
                for (int i = 0; i < TURNS; i++) {
                    turn.take(() -> {
                        count[0]++;
                        toTell[0]++;
                    });
                }
            });
        }
        start.countDown();
        pool.shutdown();

        assertThat(pool.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
        assertThat(count[0]).isEqualTo(THREADS * TURNS);
        assertThat(told).as("nothing is left to tell").hasValue(THREADS * TURNS);
    }

    @Test
    void take_aTaskThatThrows_givesTheTurnOn() {
        var told = new AtomicInteger();
        var turn = new Turn(told::incrementAndGet);

        assertThatThrownBy(() -> turn.take(() -> {
                    throw new RefusedException("no");
                }))
                .isInstanceOf(RefusedException.class);

        assertThat(turn.take(() -> "next")).isEqualTo("next");
        assertThat(told).hasValue(2);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
