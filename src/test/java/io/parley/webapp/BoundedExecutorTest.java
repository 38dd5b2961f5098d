package io.parley.webapp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class BoundedExecutorTest {
    private final Queue<Runnable> threads = new ArrayDeque<>();
    private final List<String> done = new ArrayList<>();
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final BoundedExecutor two = new BoundedExecutor(2, threads::add, failures::add);

    @Test
    void execute_moreThanMayRun_wait_andComeInTheirOrder() {
        for (var name : List.of("a", "b", "c", "d")) {
            two.execute(() -> done.add(name));
        }
        assertThat(threads).hasSize(2);

        threads.remove().run();
        assertThat(threads).hasSize(2);
        runAll();
        assertThat(done).containsExactly("a", "b", "c", "d");
    }

    @Test
    void aTaskThatThrows_isTold_andFreesItsPlace() {
        var failure = new IllegalStateException("thrown");
        two.execute(() -> {
            throw failure;
        });
        two.execute(() -> done.add("b"));
        two.execute(() -> done.add("c"));
        runAll();
        assertThat(failures).containsExactly(failure);
        assertThat(done).containsExactly("b", "c");
    }

    @Test
    void threadsThatRefuse_costNoPlace() {
        var refusing = new BoundedExecutor(
                1,
                task -> {
                    throw new RejectedExecutionException("full");
                },
                failures::add);
        for (int attempt = 0; attempt < 3; attempt++) {
            assertThatThrownBy(() -> refusing.execute(() -> done.add("a"))).hasMessage("full");
        }
        refusing.shutdown();
        assertThat(refusing.isTerminated()).isTrue();
    }

    @Test
    void shutdown_letsFinishWhatThereIs_andTakesNoMore() throws InterruptedException {
        for (var name : List.of("a", "b", "c")) {
            two.execute(() -> done.add(name));
        }
        two.shutdown();
        assertThat(two.isShutdown()).isTrue();
        assertThatThrownBy(() -> two.execute(() -> done.add("d"))).isInstanceOf(RejectedExecutionException.class);
        assertThat(two.awaitTermination(0, TimeUnit.SECONDS)).isFalse();

        runAll();
        assertThat(done).containsExactly("a", "b", "c");
        assertThat(two.awaitTermination(0, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void shutdown_withNothingToDo_isTheEnd() {
        two.shutdown();
        two.shutdown();
        assertThat(two.isTerminated()).isTrue();
    }

    @Test
    void shutdownNow_whatHasNotBegun_neverRuns() {
        for (var name : List.of("a", "b", "c")) {
            two.execute(() -> done.add(name));
        }
        assertThat(two.shutdownNow()).as("those that no thread was asked for").hasSize(1);
        runAll();
        assertThat(done).isEmpty();
        assertThat(two.isTerminated()).isTrue();
    }

    @Test
    void shutdownNow_interruptsTheTask_andNotWhatTheThreadDoesNext() throws Exception {
        var owner = Executors.newSingleThreadExecutor();
        try {
            var bounded = new BoundedExecutor(1, owner, failures::add);
            var running = new CountDownLatch(1);
            bounded.execute(() -> {
                running.countDown();
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException hurry) {
                    done.add("interrupted");
                    Thread.currentThread().interrupt();
                }
            });
            running.await();
            bounded.shutdownNow();
            assertThat(bounded.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
            assertThat(owner.submit(Thread::interrupted).get()).isFalse();
            assertThat(done).containsExactly("interrupted");
            assertThat(owner.isShutdown()).isFalse();
        } finally {
            owner.shutdown();
        }
    }

    @Test
    void manyThreadsHandIn_allTasksRun_neverMoreThanMayAtOnce() throws Exception {
        var owner = Executors.newCachedThreadPool();
        try {
            var bounded = new BoundedExecutor(3, owner, failures::add);
            var now = new AtomicInteger();
            var most = new AtomicInteger();
            var ran = new AtomicInteger();
            var givers = new ArrayList<Thread>();
            for (int giver = 0; giver < 4; giver++) {
                var thread = new Thread(() -> {
                    for (int task = 0; task < 5_000; task++) {
                        bounded.execute(() -> {
                            most.accumulateAndGet(now.incrementAndGet(), Math::max);
                            ran.incrementAndGet();
                            now.decrementAndGet();
                        });
                    }
                });
                thread.start();
                givers.add(thread);
            }
            for (var giver : givers) {
                giver.join();
            }
            bounded.shutdown();
            assertThat(bounded.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
            assertThat(ran).hasValue(20_000);
            assertThat(most.get()).isBetween(1, 3);
            assertThat(failures).isEmpty();
        } finally {
            owner.shutdown();
        }
    }

    private void runAll() {
        for (var task = threads.poll(); task != null; task = threads.poll()) {
            task.run();
        }
    }
}
