package io.parley.webapp;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.testing.ManualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ClosersTest {
    private static final int THREADS = 64;

    private final ManualTime time = new ManualTime();
    private final ThreadPoolExecutor pool =
            new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
    private final CountDownLatch end = new CountDownLatch(1);

    @AfterEach
    void stop() {
        end.countDown();
        pool.shutdown();
    }

    @Test
    void tasksThatHang_areReplaced_andOthersRun() throws InterruptedException {
        var closers = new Closers(pool, time, Duration.ZERO);
        hang(closers, THREADS);
        var other = new CountDownLatch(1);
        closers.execute(other::countDown);

        time.advance(Duration.ofSeconds(8));

        assertThat(other.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(pool.getMaximumPoolSize()).isEqualTo(2 * THREADS);
    }

    @Test
    void tasksThatHang_areReplacedUpToABound() throws InterruptedException {
        var closers = new Closers(pool, time, Duration.ZERO);
        for (int i = 0; i < 5; i++) {
            hang(closers, THREADS);
            time.advance(Duration.ofSeconds(8));
        }
        assertThat(pool.getMaximumPoolSize()).isEqualTo(THREADS + 256);
    }

    @Test
    void tasksThatEndAfterAll_giveTheirPlacesBack() throws InterruptedException {
        var closers = new Closers(pool, time, Duration.ZERO);
        hang(closers, THREADS);
        time.advance(Duration.ofSeconds(8));
        end.countDown();
        pool.shutdown();
        assertThat(pool.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
        assertThat(pool.getMaximumPoolSize()).isEqualTo(THREADS);
    }

    @Test
    void task_waitsForThePause_butNotAtTheEnd() throws InterruptedException {
        List<String> log = new ArrayList<>();
        var closers = new Closers(pool, time, Duration.ofMillis(100));
        closers.execute(() -> log.add("first"));
        time.advance(Duration.ofMillis(99));
        assertThat(pool.getTaskCount()).isZero();
        time.advance(Duration.ofMillis(1));
        closers.execute(() -> log.add("second"));
        closers.hurry();
        closers.hurry();
        pool.shutdown();
        assertThat(pool.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
        assertThat(log).containsExactlyInAnyOrder("first", "second");
    }

    /** Fills the places of the pool with tasks that wait, all of which have begun. */
    private void hang(Closers closers, int tasks) throws InterruptedException {
        var begun = new CountDownLatch(tasks);
        for (int i = 0; i < tasks; i++) {
            closers.execute(() -> {
                begun.countDown();
                try {
                    end.await();
                } catch (InterruptedException stopping) {
                    Thread.currentThread().interrupt();
                }
            });
        }
        assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();
    }
}
