package io.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * What has to be true whatever bad input a class of tests sends, as one looks at the server from outside. After each test a
 * fresh client is served within a second, and no answer said that the server has failed. After the last one the product
 * has logged no error and no stack trace, none of its sessions is left, and heap, threads and file descriptors are what
 * they were before the first one, see {@link ServerFigures}, or become so.
 *
 * <p>Every build ends the sessions that a test has left polling, and waits for a minute. The full run does not end them:
 * there all of them end with their heartbeat (45 s) and have time to learn it (30 s).
 *
 * <p>For {@link OnServer} classes; the fresh client goes where most of their tests go.
 */
final class OutsideCheck implements BeforeEachCallback, AfterEachCallback, AfterAllCallback {
    private static final int WAIT_SECONDS = Intensity.of(60, 120);
    private static final int WARM_UP_LOOKS = 5;
    private static final int WARM_UP = 10;

    private @Nullable ServerProcess process;
    private @Nullable ServerLog log;
    private @Nullable ServerFigures before;

    @Override
    public void beforeEach(ExtensionContext context) {
        if (before == null) {
            process = ServerProcess.find();
            log = ServerLog.open();
            var url = url(context);
            for (int i = 0; i < WARM_UP; i++) {
                Bystander.isServed(url);
            }
            before = process.figures();
            for (int i = 0; i < WARM_UP_LOOKS && before.ofSessions() > 0; i++) {
                before = process.figures();
            }
        }
    }

    @Override
    public void afterEach(ExtensionContext context) {
        Bystander.isServed(url(context));
        assertThat(Observed.takeFault()).as("an answer of the server").isNull();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (before == null) {
            return;
        }
        if (Intensity.isFull()) {
            Observed.forgetSessions();
        } else {
            Observed.endSessions();
        }
        long start = System.nanoTime();
        var after = process.figures();
        var first = after.excessOver(before);
        while (!after.excessOver(before).isEmpty() && System.nanoTime() < start + WAIT_SECONDS * 1_000_000_000L) {
            after = process.figures();
        }
        System.out.printf(
                "%s: before: %s; after: %s; waited %d s for %s%n",
                context.getRequiredTestClass().getSimpleName(),
                before,
                after,
                Duration.ofNanos(System.nanoTime() - start).toSeconds(),
                first);
        log.close();
        assertThat(after.excessOver(before)).as("left by the tests").isEmpty();
        assertThat(log.alarms()).as("logged by the product").isEmpty();
    }

    private static EngineUrl url(ExtensionContext context) {
        return ((OnServer) context.getRequiredTestInstance()).endpoint();
    }
}
