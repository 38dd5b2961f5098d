package io.parley.cluster;

import io.parley.kernel.SerialExecutor;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The nodes of the cluster as one node sees them, and who wants to know of a change. Thread-safe. */
final class Members {
    private final SerialExecutor changes;
    private final List<Consumer<Set<String>>> listeners = new CopyOnWriteArrayList<>();
    private volatile Set<String> now;

    /**
     * Knows of no other node yet.
     *
     * @param self the id of this node
     * @param failures told of what listeners throw
     */
    Members(String self, Consumer<Throwable> failures) {
        this.now = Set.of(self);
        this.changes = SerialExecutor.inline(failures);
    }

    /** {@return the node ids, this node's own included; immutable} */
    Set<String> now() {
        return now;
    }

    /**
     * Adds a listener, see {@link ClusterBus#onMembers}.
     *
     * @param listener called on the thread that updates, or on one that is updating already
     */
    void onChange(Consumer<Set<String>> listener) {
        listeners.add(listener);
    }

    /**
     * Looks again and tells the listeners if the nodes are not the same as before.
     *
     * @param nodes gives the nodes there are <em>now</em>: of two updates at once the later look wins
     */
    void update(Supplier<Set<String>> nodes) {
        changes.execute(() -> {
            var seen = Set.copyOf(nodes.get());
            if (!seen.equals(now)) {
                now = seen;
                // each a task of its own: one that throws must not keep the others from being told
                listeners.forEach(listener -> changes.execute(() -> listener.accept(seen)));
            }
        });
    }
}
