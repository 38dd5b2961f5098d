package io.parley.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SerialExecutorTest {
    private final List<Throwable> failures = new ArrayList<>();
    private final List<String> log = new ArrayList<>();

    @Test
    void inline_runsOnTheCallingThread_andATaskOfATaskAfterIt() {
        var serial = SerialExecutor.inline(failures::add);
        serial.execute(() -> {
            serial.execute(() -> log.add("inner"));
            serial.execute(() -> log.add("inner too"));
            log.add("outer");
        });
        assertThat(log).containsExactly("outer", "inner", "inner too");
    }

    @Test
    void taskThatThrows_isReported_andTheNextOneRuns() {
        var serial = SerialExecutor.inline(failures::add);
        var bug = new IllegalStateException("bug");
        serial.execute(() -> {
            serial.execute(() -> log.add("next"));
            throw bug;
        });
        assertThat(failures).containsExactly(bug);
        assertThat(log).containsExactly("next");
    }

    @Test
    void onPool_takesOneTurnAtATime_andGivesOthersTheirs() {
        var pool = new ArrayDeque<Runnable>();
        var serial = SerialExecutor.on(pool::add, failures::add);
        for (int i = 0; i < 65; i++) {
            serial.execute(() -> log.add("x"));
        }
        assertThat(pool).hasSize(1);
        pool.remove().run();
        assertThat(log).hasSize(64);
        assertThat(pool).hasSize(1);
        pool.remove().run();
        assertThat(log).hasSize(65);
        assertThat(pool).isEmpty();
    }

    @Test
    void poolThatRefuses_leavesTheWorkToTheCaller() {
        var serial = SerialExecutor.on(
                task -> {
                    throw new RejectedExecutionException();
                },
                failures::add);
        serial.execute(() -> log.add("done"));
        assertThat(log).containsExactly("done");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void manyThreads_neverOverlap_andEachKeepsItsOrder(boolean inline) throws InterruptedException {
        int threads = 4;
        int tasks = 20_000;
        var pool = Executors.newFixedThreadPool(2);
        try {
            var serial = inline ? SerialExecutor.inline(failures::add) : SerialExecutor.on(pool, failures::add);
            var inside = new AtomicInteger();
            var overlaps = new AtomicInteger();
            var last = new int[threads];
            var wrong = new AtomicInteger();
            var done = new CountDownLatch(threads * tasks);
            var callers = new ArrayList<Thread>();
            for (int t = 0; t < threads; t++) {
                int thread = t;
                callers.add(new Thread(() -> {
                    for (int i = 1; i <= tasks; i++) {
                        int number = i;
                        serial.execute(() -> {
                            if (inside.incrementAndGet() != 1) {
                                overlaps.incrementAndGet();
                            }
                            if (last[thread] + 1 != number) {
                                wrong.incrementAndGet();
                            }
                            last[thread] = number;
                            inside.decrementAndGet();
                            done.countDown();
                        });
                    }
                }));
            }
            callers.forEach(Thread::start);
            assertThat(done.await(60, TimeUnit.SECONDS)).isTrue();
            assertThat(overlaps).hasValue(0);
            assertThat(wrong).hasValue(0);
            assertThat(failures).isEmpty();
        } finally {
            pool.shutdown();
        }
    }
}
