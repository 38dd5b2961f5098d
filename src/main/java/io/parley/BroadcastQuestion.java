package io.parley;

import io.parley.kernel.Environment;
import io.parley.kernel.Scheduler;
import io.parley.packet.Arguments;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The answers of many clients to one broadcast, awaited. All share one ack id and one timer. Thread-safe. The stage
 * is completed on the handler pool, when the last one has answered or is gone, or when the time is over.
 */
final class BroadcastQuestion {
    private final CompletableFuture<BroadcastAnswers> stage = new CompletableFuture<>();
    private final Map<String, Arguments> answers = new ConcurrentHashMap<>();
    private final Set<String> missing = ConcurrentHashMap.newKeySet();
    private final AtomicInteger awaited;
    private final Environment environment;
    private final Scheduler.Timer timer;

    private BroadcastQuestion(
            Environment environment, List<Socket> asked, long id, @Nullable Duration timeout, Runnable late) {
        this.environment = environment;
        this.awaited = new AtomicInteger(asked.size());
        asked.forEach(socket -> missing.add(socket.id()));
        this.timer = timeout == null
                ? () -> {}
                : environment.scheduler().schedule(timeout.toNanos(), () -> {
                    late.run();
                    asked.forEach(socket -> socket.acks().forget(id));
                    finish();
                });
    }

    /**
     * Expects the answers; call it before the question is sent.
     *
     * @param late called if the timeout passes
     */
    static CompletableFuture<BroadcastAnswers> expect(
            Environment environment, List<Socket> asked, long id, @Nullable Duration timeout, Runnable late) {
        var question = new BroadcastQuestion(environment, asked, id, timeout, late);
        asked.forEach(socket -> socket.acks().expect(id, question.new One(socket.id())));
        if (asked.isEmpty()) {
            question.finish();
        }
        return question.stage;
    }

    private void finish() {
        timer.cancel();
        environment.complete(() -> stage.complete(new BroadcastAnswers(answers, missing)));
    }

    private void oneLess() {
        if (awaited.decrementAndGet() == 0) {
            finish();
        }
    }

    private final class One implements PendingAcks.Awaited {
        private final String socket;

        One(String socket) {
            this.socket = socket;
        }

        @Override
        public void answered(Arguments arguments) {
            missing.remove(socket);
            answers.put(socket, arguments);
            oneLess();
        }

        /** It stays among the missing. */
        @Override
        public void failed(RuntimeException failure) {
            oneLess();
        }
    }
}
