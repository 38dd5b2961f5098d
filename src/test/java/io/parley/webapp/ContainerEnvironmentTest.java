package io.parley.webapp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class ContainerEnvironmentTest {
    private static final int MANY = 200;

    @Test
    void closesThatHang_doNotHoldUpOthersForEver() throws InterruptedException {
        try (var environment = new ContainerEnvironment(1, Duration.ofMillis(20))) {
            var never = new CountDownLatch(1);
            var interrupted = new AtomicInteger();
            for (int i = 0; i < MANY; i++) {
                environment.closers().execute(() -> {
                    try {
                        never.await();
                    } catch (InterruptedException givenUp) {
                        interrupted.incrementAndGet();
                    }
                });
            }
            var other = new CountDownLatch(1);
            environment.closers().execute(other::countDown);
            assertThat(other.await(60, TimeUnit.SECONDS)).isTrue();
            assertThat(interrupted).hasValueGreaterThan(0);
        }
    }

    @Test
    void closesThatHang_doNotHoldUpTheCluster() throws InterruptedException {
        try (var environment = new ContainerEnvironment(1, Duration.ofMinutes(1))) {
            var end = new CountDownLatch(1);
            for (int i = 0; i < MANY; i++) {
                environment.closers().execute(() -> {
                    try {
                        end.await();
                    } catch (InterruptedException stopping) {
                        throw new AssertionError(stopping);
                    }
                });
            }
            var done = new CountDownLatch(1);
            environment.apartFromHandlers().handlers().execute(done::countDown);
            assertThat(done.await(60, TimeUnit.SECONDS)).isTrue();
            end.countDown();
        }
    }
}
