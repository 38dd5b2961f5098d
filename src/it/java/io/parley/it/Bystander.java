package io.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

/** A client that has nothing to do with what the others are up to, and must not notice it. */
final class Bystander {
    private static final Duration AT_MOST = Duration.ofSeconds(1);
    private static final int ATTEMPTS = 20;

    private Bystander() {}

    /**
     * A fresh client is served within a second, by polling and by WebSocket. On a machine that is busy with the other side
     * of the test, too, it may take some attempts.
     */
    static void isServed(EngineUrl url) {
        long best = Long.MAX_VALUE;
        for (int attempt = 0; attempt < ATTEMPTS && best > AT_MOST.toNanos(); attempt++) {
            long start = System.nanoTime();
            var session = url.poll();
            session.proveAlive();
            try (var poll = session.startGet()) {
                session.send("1"); // which waits for a poll
                poll.answer();
            }
            try (var socket = url.connect()) {
                socket.proveAlive();
            }
            best = Math.min(best, System.nanoTime() - start);
        }
        assertThat(Duration.ofNanos(best)).isLessThan(AT_MOST);
    }
}
