package io.parley.adapter;

import io.parley.kernel.Environment;
import io.parley.kernel.Limit;
import io.parley.kernel.Scheduler;
import io.parley.kernel.SerialExecutor;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What this node awaits from others. Thread-safe. A request ends when all that were asked have replied or are gone, or
 * when its time is over; its stage is completed on the handler pool and does not fail.
 *
 * <p>Bounds: {@value #MOST} requests at once, more are not asked: all nodes are missing; {@value #MOST_BYTES} bytes of
 * replies to all of them, what would exceed it is missing. Both are counted.
 */
final class PendingRequests {
    static final int MOST = 1_000;
    static final long MOST_BYTES = 64_000_000;
    /** Until a node has begun to reply, where there is no other time. */
    static final Duration LONGEST_SILENCE = Duration.ofSeconds(5);

    private final Environment environment;
    private final Map<String, Request<?>> requests = new ConcurrentHashMap<>();
    private final AtomicLong bytes = new AtomicLong();

    PendingRequests(Environment environment) {
        this.environment = environment;
    }

    /**
     * A new request to these nodes. It is known from now on; what asks them comes after, unless it is over already.
     *
     * @param longest null: as long as the nodes have something to say
     * @param limits told of bounds that are hit
     */
    <T> Request<T> open(Set<String> nodes, Replies<T> replies, @Nullable Duration longest, Consumer<Limit> limits) {
        var request = new Request<>(environment.ids().next(), nodes, replies, limits);
        if (requests.size() >= MOST && !nodes.isEmpty()) {
            limits.accept(Limit.PENDING_REQUESTS);
            request.refuse();
        } else {
            requests.put(request.id, request);
            request.start(longest);
        }
        return request;
    }

    /** A node has replied; ignored if nobody waits for it any more. */
    void replied(String node, ClusterMessage.Reply reply) {
        var request = requests.get(reply.request());
        if (request != null) {
            request.replied(node, reply);
        }
    }

    /** Nodes have come or gone. */
    void nodes(Set<String> present) {
        requests.values().forEach(request -> request.retain(present));
    }

    /** Some of what a node has sent to this one is lost: what it still owes cannot be told from that. */
    void lost(String node) {
        requests.values().forEach(request -> request.strikeOff(node));
    }

    /** How many are open. */
    int size() {
        return requests.size();
    }

    /** Bytes of the replies to those that are open. */
    long bytes() {
        return bytes.get();
    }

    /** Confined to a serial of its own, but for the methods that hand in. */
    final class Request<T> {
        private final String id;
        private final Replies<T> replies;
        private final Consumer<Limit> limits;
        private final SerialExecutor serial = SerialExecutor.inline(environment.failures());
        private final CompletableFuture<T> stage = new CompletableFuture<>();
        private final Set<String> awaited;
        private final Set<String> gone = new HashSet<>();
        private Scheduler.Timer timer = () -> {};
        private long held;
        private volatile boolean refused;

        private Request(String id, Set<String> nodes, Replies<T> replies, Consumer<Limit> limits) {
            this.id = id;
            this.awaited = new HashSet<>(nodes);
            this.replies = replies;
            this.limits = limits;
        }

        String id() {
            return id;
        }

        CompletableFuture<T> stage() {
            return stage;
        }

        /** Whether nobody is to be asked, since too many requests are open. */
        boolean isRefused() {
            return refused;
        }

        /** Nobody could be asked. */
        void abandon() {
            serial.execute(this::finish);
        }

        void retain(Set<String> present) {
            serial.execute(() -> {
                for (var node : Set.copyOf(awaited)) {
                    if (!present.contains(node)) {
                        strike(node);
                    }
                }
            });
        }

        private void refuse() {
            refused = true;
            var all = Set.copyOf(awaited);
            environment.complete(() -> stage.complete(replies.result(all, Set.of())));
        }

        private void start(@Nullable Duration longest) {
            serial.execute(() -> {
                if (awaited.isEmpty()) {
                    finish();
                    return;
                }
                Runnable over = longest == null ? this::strikeTheSilent : this::finish;
                long nanos = (longest == null ? LONGEST_SILENCE : longest).toNanos();
                timer = environment.scheduler().schedule(nanos, () -> serial.execute(over));
            });
        }

        private void strikeTheSilent() {
            for (var node : Set.copyOf(awaited)) {
                if (!replies.hasBegun(node)) {
                    strike(node);
                }
            }
        }

        private void replied(String node, ClusterMessage.Reply reply) {
            serial.execute(() -> {
                if (isOpen() && awaited.contains(node)) {
                    take(node, keep(reply.size()) ? reply : tooMuch(reply));
                }
            });
        }

        private void take(String node, ClusterMessage.Reply reply) {
            if (reply instanceof ClusterMessage.Over) {
                strike(node);
            } else if (replies.take(node, reply)) {
                awaited.remove(node);
            }
            finishIfDone();
        }

        private boolean keep(long size) {
            if (bytes.addAndGet(size) <= MOST_BYTES) {
                held += size;
                return true;
            }
            bytes.addAndGet(-size);
            limits.accept(Limit.ANSWER_BYTES);
            return false;
        }

        private ClusterMessage.Reply tooMuch(ClusterMessage.Reply reply) {
            return reply instanceof ClusterMessage.SocketAnswer answer
                    ? new ClusterMessage.Gone(id, answer.socket())
                    : new ClusterMessage.Over(id);
        }

        private void strikeOff(String node) {
            serial.execute(() -> strike(node));
        }

        private void strike(String node) {
            if (awaited.remove(node)) {
                gone.add(node);
                finishIfDone();
            }
        }

        private void finishIfDone() {
            if (awaited.isEmpty() || replies.isEnough()) {
                finish();
            }
        }

        private boolean isOpen() {
            return requests.get(id) == this;
        }

        private void finish() {
            if (requests.remove(id, this)) {
                timer.cancel();
                bytes.addAndGet(-held);
                var result = replies.result(gone, awaited);
                environment.complete(() -> stage.complete(result));
            }
        }
    }
}
