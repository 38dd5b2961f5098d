package io.parley.planted.webapp;

import io.parley.planted.chat.Chat;
import io.parley.planted.engine.Engine;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadPoolExecutor;

/** May take time and threads from the world, and use all packages but the chat. */
final class Start {
    final Engine engine = new Engine();
    final Clock clock = Clock.systemUTC();
    final Instant started = Instant.now();
    final Thread thread = new Thread(() -> {});
    final ThreadPoolExecutor pool = (ThreadPoolExecutor) Executors.newFixedThreadPool(1);
    final long nanos = System.nanoTime();

    static final class Greedy {
        final Chat chat = new Chat();
    }

    static final class AsksForBeans {
        final Class<?> beans = jakarta.enterprise.inject.spi.CDI.class;
    }
}
