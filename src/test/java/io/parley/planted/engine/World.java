package io.parley.planted.engine;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Random;
import java.util.Timer;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;

final class World {
    private World() {}

    static final class Nanos {
        final LongSupplier ticker = System::nanoTime;
    }

    static final class Millis {
        final long now = System.currentTimeMillis();
    }

    static final class Now {
        final Instant instant = Instant.now();
        final LocalDate date = LocalDate.now(Clock.fixed(instant, java.time.ZoneOffset.UTC));
    }

    static final class Wall {
        final Clock clock = Clock.systemUTC();
    }

    static final class Sleeps {
        void run() throws InterruptedException {
            Thread.sleep(1);
        }
    }

    static final class StartsThread {
        final Thread thread = new Thread(() -> {});
    }

    static final class IsThread extends Thread {}

    static final class Dice {
        final Random random = new Random(1);
    }

    static final class LocalDice {
        int roll() {
            return ThreadLocalRandom.current().nextInt(6);
        }
    }

    static final class RandomName {
        final String name = UUID.randomUUID().toString();
    }

    static final class Pool {
        final Executor executor = Executors.newCachedThreadPool();
    }

    static final class Alarm {
        final Timer timer = new Timer();
    }

    static final class Interrupts {
        final UUID known = UUID.fromString("00000000-0000-0000-0000-000000000000");

        void run(Clock clock) {
            Thread.currentThread().interrupt();
            clock.instant();
        }
    }

    static final class TakesThreads {
        final Class<?> threads = jakarta.enterprise.concurrent.ManagedExecutorService.class;
    }
}
