package io.parley;

import io.parley.kernel.Environment;
import io.parley.kernel.Scheduler;
import io.parley.packet.Arguments;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The answer of one client, awaited. The stage is completed on the handler pool. Thread-safe. */
final class SingleAnswer implements PendingAcks.Awaited {
    private final CompletableFuture<Arguments> stage = new CompletableFuture<>();
    private final Environment environment;
    private final Scheduler.Timer timer;

    /** @param giveUp called when the timeout has passed, and before the stage fails */
    SingleAnswer(Environment environment, @Nullable Duration timeout, Runnable giveUp) {
        this.environment = environment;
        this.timer = timeout == null
                ? () -> {}
                : environment.scheduler().schedule(timeout.toNanos(), () -> {
                    giveUp.run();
                    failed(new AckTimeoutException());
                });
    }

    CompletableFuture<Arguments> stage() {
        return stage;
    }

    @Override
    public void answered(Arguments arguments) {
        timer.cancel();
        environment.complete(() -> stage.complete(arguments));
    }

    @Override
    public void failed(RuntimeException failure) {
        timer.cancel();
        environment.complete(() -> stage.completeExceptionally(failure));
    }
}
