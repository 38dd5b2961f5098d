package io.parley.cluster;

import io.parley.kernel.Bytes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The rows of all nodes, within a bound. Thread-safe, without a lock: what is read is one moment of one key. */
final class TableRows {
    private final ReplicatedTable.Limits limits;
    private final Map<String, Map<String, Bytes>> byKey = new ConcurrentHashMap<>();
    private final AtomicInteger rows = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();

    TableRows(ReplicatedTable.Limits limits) {
        this.limits = limits;
    }

    /** What came of a change. */
    enum Outcome {
        CHANGED,
        EQUAL,
        NO_ROOM
    }

    /** The row of each node that has one; immutable. */
    Map<String, Bytes> of(String key) {
        return byKey.getOrDefault(key, Map.of());
    }

    /** @param value null: the row goes */
    Outcome set(String node, String key, @Nullable Bytes value) {
        while (true) {
            var before = of(key);
            var old = before.get(node);
            if (Objects.equals(old, value)) {
                return Outcome.EQUAL;
            }
            int more = (value == null ? 0 : 1) - (old == null ? 0 : 1);
            long larger = costOf(key, value) - costOf(key, old);
            if (!reserve(more, larger)) {
                return Outcome.NO_ROOM;
            }
            if (replaced(key, before, with(before, node, value))) {
                return Outcome.CHANGED;
            }
            giveBack(more, larger);
        }
    }

    private boolean replaced(String key, Map<String, Bytes> before, Map<String, Bytes> after) {
        if (before.isEmpty()) {
            return byKey.putIfAbsent(key, after) == null;
        }
        return after.isEmpty() ? byKey.remove(key, before) : byKey.replace(key, before, after);
    }

    private static Map<String, Bytes> with(Map<String, Bytes> before, String node, @Nullable Bytes value) {
        var after = new HashMap<>(before);
        if (value == null) {
            after.remove(node);
        } else {
            after.put(node, value);
        }
        return Map.copyOf(after);
    }

    /** Takes the room of one value instead of another; who needs no more than before is never refused. */
    private boolean reserve(int more, long larger) {
        int rowsThen = rows.addAndGet(more);
        long bytesThen = bytes.addAndGet(larger);
        if ((more > 0 && rowsThen > limits.rows()) || (larger > 0 && bytesThen > limits.bytes())) {
            giveBack(more, larger);
            return false;
        }
        return true;
    }

    private void giveBack(int more, long larger) {
        rows.addAndGet(-more);
        bytes.addAndGet(-larger);
    }

    private static long costOf(String key, @Nullable Bytes value) {
        return value == null ? 0 : (long) key.length() + value.size();
    }

    /** The keys of which a node has a row, some time during the call. */
    List<String> keysOf(String node) {
        return byKey.entrySet().stream()
                .filter(row -> row.getValue().containsKey(node))
                .map(Map.Entry::getKey)
                .toList();
    }

    void clear() {
        byKey.clear();
    }
}
