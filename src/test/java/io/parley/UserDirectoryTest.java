package io.parley;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.adapter.LocalAdapter;
import io.parley.kernel.Environment;
import io.parley.kernel.Limit;
import io.parley.kernel.LimitCounters;
import io.parley.testing.ManualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What many threads do to users at once; how many users are known. */
final class UserDirectoryTest {
    private final ManualTime time = new ManualTime();
    private final List<Throwable> failures = new CopyOnWriteArrayList<>();
    private final LimitCounters counters = new LimitCounters();

    private UserDirectory directory(Executor handlers) {
        var environment = new Environment(time, time, handlers, () -> "", failures::add);
        return new UserDirectory(environment, counters, Duration.ZERO, LocalAdapter.factory("node-1"));
    }

    @AfterEach
    void nothingFailed() {
        assertThat(failures).isEmpty();
    }

    @Test
    void oneUserMore_isNotKnown_andCounted_andOthersCanComeWhenOneGoes() {
        var users = directory(Runnable::run);
        var first = users.enter("/", "user 0");
        for (int i = 1; i < UserDirectory.MAX_USERS; i++) {
            users.enter("/", "user " + i);
        }
        assertThat(counters.snapshot()).containsEntry(Limit.USERS, 0L);

        var late = users.enter("/", "late");
        assertThat(users.presence("/", "late")).isEqualTo(Presence.OFFLINE);
        assertThat(counters.snapshot()).containsEntry(Limit.USERS, 1L);
        var again = users.enter("/", "user 1");
        assertThat(users.devices("/", "user 1")).isEqualTo(2);

        first.leave();
        var second = users.enter("/", "late");
        late.away(true);
        late.leave();
        assertThat(users.presence("/", "late")).isEqualTo(Presence.ONLINE);
        assertThat(users.devices("/", "late")).isEqualTo(1);
        second.leave();
        again.leave();
        assertThat(users.presence("/", "late")).isEqualTo(Presence.OFFLINE);
        assertThat(users.devices("/", "user 1")).isEqualTo(1);
    }

    @Test
    void whatManyThreadsDo_isCountedRightly_andToldInOrder() throws Exception {
        var pool = Executors.newFixedThreadPool(4);
        var users = directory(pool);
        Map<String, List<Presence>> told = new ConcurrentHashMap<>();
        users.listen("/", (user, presence) -> told.computeIfAbsent(user, name -> new CopyOnWriteArrayList<>())
                .add(presence));
        var seed = new Random().nextLong();
        var start = new CountDownLatch(1);
        var threads = new ArrayList<Thread>();
        for (int i = 0; i < 4; i++) {
            var random = new Random(seed + i);
            threads.add(new Thread(() -> {
                try {
                    start.await();
                } catch (InterruptedException interrupted) {
                    throw new AssertionError(interrupted);
                }
                for (int round = 0; round < 3000; round++) {
                    var device = users.enter("/", "user " + random.nextInt(3));
                    device.away(random.nextBoolean());
                    device.away(random.nextBoolean());
                    device.leave();
                    device.leave();
                }
            }));
        }
        threads.forEach(Thread::start);
        start.countDown();
        for (var thread : threads) {
            thread.join();
        }
        pool.shutdown();
        assertThat(pool.awaitTermination(1, TimeUnit.MINUTES)).isTrue();

        assertThat(users.users("/")).isEmpty();
        assertThat(told).hasSize(3);
        told.forEach((user, changes) -> {
            assertThat(changes).as("%s, seed %d", user, seed).last().isEqualTo(Presence.OFFLINE);
            for (int i = 1; i < changes.size(); i++) {
                assertThat(changes.get(i)).isNotEqualTo(changes.get(i - 1));
            }
        });
    }
}
