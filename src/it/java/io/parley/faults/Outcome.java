package io.parley.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * What a fault did, between the nodes that are alive at the end. What a killed node said is only looked at for order and
 * holes: how far it had come nobody knows.
 *
 * @param expected messages, each counted once for each node that was to get it
 * @param refused of those sent, messages of which the emitter was told that they were not taken
 * @param lost did not come
 * @param announced of those lost, ones of which the receiver was told
 * @param doubled came again
 * @param reordered came after a later one of their sender
 * @param noticed until the last of those that could see it had seen a node go; null: none did
 * @param merged from the end of the fault until all saw each other again; null: they had never ceased to
 * @param delivered from the end of the fault until the last message that was sent before it had come
 * @param deliveryP99 from emit to receipt, of what was sent during the fault and came
 * @param emitP999 how long emit took, 99.9th percentile, on nodes that were not stopped themselves
 * @param emitMost the longest one
 */
record Outcome(
        Fault fault,
        Carrier.Kind carrier,
        long expected,
        long refused,
        long lost,
        long announced,
        long doubled,
        long reordered,
        @Nullable Duration noticed,
        @Nullable Duration merged,
        Duration delivered,
        Duration deliveryP99,
        Duration emitP999,
        Duration emitMost) {

    /** Losses that nobody was told of. */
    long silent() {
        return lost - announced;
    }

    /**
     * Reads the notes of those alive.
     *
     * @param ids of all nodes
     * @param struckAt when the fault began
     * @param healedAt when it was over
     * @param endedAt when the nodes were about to be ended
     */
    static Outcome of(
            Fault fault,
            Carrier.Kind carrier,
            Map<Integer, List<Note>> notes,
            List<String> ids,
            long struckAt,
            long healedAt,
            long endedAt) {
        var tally = new Tally();
        notes.keySet().forEach(receiver -> tally.count(receiver, notes, ids));
        var received = notes.entrySet().stream()
                .flatMap(node -> of(Note.Received.class, node.getValue()).stream()
                        .filter(note -> Note.nodeOf(note.sender()) != node.getKey()))
                .toList();
        var emits = notes.entrySet().stream()
                .filter(node -> node.getKey() != Fault.VICTIM || !fault.stopsTheVictim())
                .flatMap(node -> of(Note.Emitted.class, node.getValue()).stream())
                .filter(note -> note.at() >= struckAt)
                .mapToLong(Note.Emitted::nanos)
                .sorted()
                .toArray();
        var deliveries = received.stream()
                .filter(note -> note.sentAt() >= struckAt && note.sentAt() <= healedAt)
                .mapToLong(note -> note.at() - note.sentAt())
                .sorted()
                .toArray();
        long delivered = received.stream()
                .filter(note -> note.sentAt() <= healedAt)
                .mapToLong(note -> note.at() - healedAt)
                .max()
                .orElse(0);
        var watchers = new HashMap<>(notes);
        if (fault.stopsTheVictim()) {
            watchers.remove(Fault.VICTIM);
        }
        return new Outcome(
                fault,
                carrier,
                tally.expected,
                tally.refused,
                tally.lost,
                tally.announced,
                tally.doubled,
                tally.reordered,
                noticed(watchers, struckAt, endedAt),
                merged(notes, struckAt, healedAt, endedAt),
                Duration.ofNanos(Math.max(0, delivered)),
                quantile(deliveries, 0.99),
                quantile(emits, 0.999),
                quantile(emits, 1));
    }

    private static @Nullable Duration noticed(Map<Integer, List<Note>> watchers, long struckAt, long endedAt) {
        var first = watchers.values().stream()
                .flatMap(notes -> of(Note.Members.class, notes).stream()
                        .filter(note -> isBetween(struckAt, note.at(), endedAt) && note.count() < Cluster.NODES)
                        .limit(1))
                .mapToLong(Note.Members::at)
                .max();
        return first.isPresent() ? Duration.ofNanos(first.getAsLong() - struckAt) : null;
    }

    private static @Nullable Duration merged(
            Map<Integer, List<Note>> notes, long struckAt, long healedAt, long endedAt) {
        var last = notes.values().stream()
                .flatMap(all -> of(Note.Members.class, all).stream())
                .filter(note -> isBetween(struckAt, note.at(), endedAt) && note.count() == Cluster.NODES)
                .mapToLong(Note.Members::at)
                .max();
        return last.isPresent() ? Duration.ofNanos(Math.max(0, last.getAsLong() - healedAt)) : null;
    }

    private static boolean isBetween(long first, long time, long last) {
        return first <= time && time <= last;
    }

    private static <N extends Note> List<N> of(Class<N> type, List<Note> notes) {
        return notes.stream().filter(type::isInstance).map(type::cast).toList();
    }

    private static Duration quantile(long[] sorted, double share) {
        return sorted.length == 0
                ? Duration.ZERO
                : Duration.ofNanos(sorted[(int) Math.ceil(share * sorted.length) - 1]);
    }

    /** Sums over all receivers. */
    private static final class Tally {
        private long expected;
        private long refused;
        private long lost;
        private long announced;
        private long doubled;
        private long reordered;

        void count(int receiver, Map<Integer, List<Note>> notes, List<String> ids) {
            var came = new HashMap<Integer, List<Long>>();
            of(Note.Received.class, notes.get(receiver))
                    .forEach(note -> came.computeIfAbsent(note.sender(), sender -> new ArrayList<>())
                            .add(note.number()));
            for (int origin = 0; origin < ids.size(); origin++) {
                if (origin != receiver) {
                    long missing = 0;
                    for (int sender = Note.senderOf(origin, 0); sender < Note.senderOf(origin + 1, 0); sender++) {
                        missing += count(sender, came.getOrDefault(sender, List.of()), notes.get(origin));
                    }
                    var node = ids.get(origin);
                    lost += missing;
                    announced += Math.min(
                            missing,
                            of(Note.Gap.class, notes.get(receiver)).stream()
                                    .filter(gap -> gap.node().equals(node))
                                    .mapToLong(Note.Gap::frames)
                                    .sum());
                }
            }
        }

        private long count(int sender, List<Long> came, @Nullable List<Note> ofOrigin) {
            var seen = new HashSet<Long>();
            long last = 0;
            for (long number : came) {
                if (!seen.add(number)) {
                    doubled++;
                } else if (number < last) {
                    reordered++;
                }
                last = Math.max(last, number);
            }
            var sent =
                    ofOrigin == null ? LongStream.rangeClosed(1, last).boxed().toList() : taken(sender, ofOrigin);
            expected += sent.size();
            return sent.stream().filter(number -> !seen.contains(number)).count();
        }

        private List<Long> taken(int sender, List<Note> ofOrigin) {
            var all = of(Note.Emitted.class, ofOrigin).stream()
                    .filter(note -> note.sender() == sender)
                    .toList();
            var taken = all.stream()
                    .filter(note -> !note.failed())
                    .map(Note.Emitted::number)
                    .toList();
            refused += all.size() - taken.size();
            return taken;
        }
    }

    /** One line of JSON. */
    String json() {
        return ("{\"fault\":\"%s\",\"carrier\":\"%s\",\"expected\":%d,\"refused\":%d,\"lost\":%d,\"announced\":%d,"
                        + "\"doubled\":%d,\"reordered\":%d,\"noticedMs\":%s,\"mergedMs\":%s,\"deliveredMs\":%d,"
                        + "\"deliveryP99Ms\":%d,\"emitP999Us\":%d,\"emitMostUs\":%d}")
                .formatted(
                        fault.name(),
                        carrier.name(),
                        expected,
                        refused,
                        lost,
                        announced,
                        doubled,
                        reordered,
                        noticed == null ? "null" : noticed.toMillis(),
                        merged == null ? "null" : merged.toMillis(),
                        delivered.toMillis(),
                        deliveryP99.toMillis(),
                        emitP999.toNanos() / 1000,
                        emitMost.toNanos() / 1000);
    }
}
