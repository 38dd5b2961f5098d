package io.parley.cluster;

import io.parley.kernel.Bytes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which rows of a {@link ReplicatedTable} the other nodes have: those that are members, and those that have gone and whose
 * rows are retained. Confined to the serial of the table.
 */
final class ForeignRows {
    private final String self;
    private final TableRows rows;
    private final long retentionNanos;
    private final ReplicatedTable.Listener listener;
    private final Runnable refused;
    private final Map<String, Node> nodes = new HashMap<>();

    /**
     * Knows nobody yet.
     *
     * @param self this node, which is none of them
     * @param listener must not throw
     * @param refused run for each row for which there is no room
     */
    ForeignRows(String self, TableRows rows, long retentionNanos, ReplicatedTable.Listener listener, Runnable refused) {
        this.self = self;
        this.rows = rows;
        this.retentionNanos = retentionNanos;
        this.listener = listener;
        this.refused = refused;
    }

    /**
     * The members may have changed.
     *
     * @return those that were none before
     */
    List<String> members(Set<String> now, long nanos) {
        var added = new ArrayList<String>();
        for (var member : now) {
            if (!member.equals(self) && !isMember(member)) {
                nodes.computeIfAbsent(member, id -> new Node()).gone = false;
                added.add(member);
            }
        }
        nodes.forEach((id, node) -> {
            if (!node.gone && !now.contains(id)) {
                node.gone = true;
                node.deadline = nanos + retentionNanos;
                node.snapshot = null;
            }
        });
        dropOverdue(nanos);
        return added;
    }

    boolean isMember(String id) {
        var node = nodes.get(id);
        return node != null && !node.gone;
    }

    /** Drops the rows of those that have gone for longer than the retention. */
    void dropOverdue(long nanos) {
        var overdue = nodes.entrySet().stream()
                .filter(entry -> entry.getValue().isOverdue(nanos))
                .map(Map.Entry::getKey)
                .toList();
        for (var id : overdue) {
            var node = nodes.remove(id);
            if (node != null) {
                node.seenIn.keySet().forEach(key -> set(id, key, null));
            }
        }
    }

    /** How long until {@link #dropOverdue} has something to do, in nanoseconds; negative: nobody has gone. */
    long nanosToNext(long nanos) {
        return nodes.values().stream()
                .filter(node -> node.gone)
                .mapToLong(node -> Math.max(0, node.deadline - nanos))
                .min()
                .orElse(-1);
    }

    /** A node has told some rows of its. Nothing happens if it is unknown: once it is a member it is asked for all. */
    void told(String id, TableMessage.Rows message) {
        var node = nodes.get(id);
        if (node != null) {
            message.rows().forEach(row -> told(id, node, row));
        }
    }

    private void told(String id, Node node, TableMessage.Row row) {
        if (set(id, row.key(), row.value())) {
            node.seenIn.put(row.key(), node.snapshots);
        } else {
            node.seenIn.remove(row.key());
        }
    }

    /** Tells whether there is a row now. The listener hears of what has changed. */
    private boolean set(String id, String key, @Nullable Bytes value) {
        var outcome = rows.set(id, key, value);
        if (outcome == TableRows.Outcome.NO_ROOM) {
            refused.run();
            // an old value would be wrong, none is only missing
            return set(id, key, null);
        }
        if (outcome == TableRows.Outcome.CHANGED) {
            listener.changed(id, key, value);
        }
        return value != null;
    }

    void begin(String id, TableMessage.Begin begin) {
        var node = nodes.get(id);
        if (node != null) {
            node.snapshots++;
            node.snapshot = begin.number();
        }
    }

    /** What the node has not told since the beginning goes, unless something between may have been missed. */
    void end(String id, TableMessage.End end) {
        var node = nodes.get(id);
        if (node == null || node.snapshot == null || node.snapshot != end.number()) {
            return;
        }
        node.snapshot = null;
        var untold = node.seenIn.entrySet().stream()
                .filter(row -> row.getValue() != node.snapshots)
                .map(Map.Entry::getKey)
                .toList();
        untold.forEach(key -> {
            node.seenIn.remove(key);
            set(id, key, null);
        });
    }

    /** Something that a node has said cannot be read or was lost. */
    void missed(String id) {
        var node = nodes.get(id);
        if (node != null) {
            node.snapshot = null;
        }
    }

    void clear() {
        nodes.clear();
    }

    private static final class Node {
        /** The keys of its rows, each with the number of snapshots that had begun when it was told last. */
        final Map<String, Integer> seenIn = new HashMap<>();

        int snapshots;
        /** The number of the one that is being told. */
        @Nullable
        Long snapshot;

        boolean gone;
        long deadline;

        boolean isOverdue(long nanos) {
            return gone && (seenIn.isEmpty() || nanos - deadline >= 0);
        }
    }
}
