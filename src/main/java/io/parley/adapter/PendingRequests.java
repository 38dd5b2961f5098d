package io.parley.adapter;

import io.parley.kernel.Environment;
import io.parley.kernel.Scheduler;
import io.parley.packet.EncodedPacket;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The answers that this node awaits from others. Thread-safe. A request ends when all that were asked have answered or
 * are gone, or when its time is over; its stage is completed on the handler pool and does not fail.
 */
final class PendingRequests {
    private final Environment environment;
    private final Map<String, Request> requests = new ConcurrentHashMap<>();

    PendingRequests(Environment environment) {
        this.environment = environment;
    }

    /** A new request to these nodes. It is known from now on; what asks them comes after. */
    Request open(Set<String> nodes, Duration longest) {
        var request = new Request(environment.ids().next(), nodes);
        requests.put(request.id, request);
        request.start(longest);
        return request;
    }

    /** A node has answered; ignored if nobody waits for it any more. */
    void answered(String id, String node, EncodedPacket answer) {
        var request = requests.get(id);
        if (request != null) {
            request.answered(node, answer);
        }
    }

    /** Nodes have come or gone. */
    void nodes(Set<String> present) {
        requests.values().forEach(request -> request.retain(present));
    }

    /** How many are open. */
    int size() {
        return requests.size();
    }

    final class Request {
        private final String id;
        private final Set<String> asked;
        private final Set<String> awaited;
        private final Map<String, EncodedPacket> answers = new ConcurrentHashMap<>();
        private final CompletableFuture<NodeAnswers> stage = new CompletableFuture<>();
        private volatile Scheduler.Timer timer = () -> {};

        private Request(String id, Set<String> nodes) {
            this.id = id;
            this.asked = Set.copyOf(nodes);
            this.awaited = ConcurrentHashMap.newKeySet();
            awaited.addAll(asked);
        }

        String id() {
            return id;
        }

        CompletableFuture<NodeAnswers> stage() {
            return stage;
        }

        private void start(Duration longest) {
            if (awaited.isEmpty()) {
                finish();
            } else {
                timer = environment.scheduler().schedule(longest.toNanos(), this::finish);
            }
        }

        private void answered(String node, EncodedPacket answer) {
            if (asked.contains(node) && answers.putIfAbsent(node, answer) == null) {
                settle(node);
            }
        }

        private void retain(Set<String> present) {
            for (var node : Set.copyOf(awaited)) {
                if (!present.contains(node)) {
                    settle(node);
                }
            }
        }

        private void settle(String node) {
            if (awaited.remove(node) && awaited.isEmpty()) {
                finish();
            }
        }

        private void finish() {
            if (requests.remove(id, this)) {
                timer.cancel();
                environment.complete(() -> stage.complete(result()));
            }
        }

        private NodeAnswers result() {
            var missing = new HashSet<>(asked);
            missing.removeAll(answers.keySet());
            return new NodeAnswers(answers, missing);
        }
    }
}
