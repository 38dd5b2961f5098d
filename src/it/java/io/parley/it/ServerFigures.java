package io.parley.it;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a JVM holds at one moment, after a collection.
 *
 * @param instances the reachable objects, by class
 * @param bytes their bytes, by class
 * @param threads the names of the threads, numbers as {@code #}, and how many of each there are
 * @param descriptors the open file descriptors by what they are, and how many of each there are
 */
record ServerFigures(
        Map<String, Long> instances,
        Map<String, Long> bytes,
        Map<String, Long> threads,
        Map<String, Long> descriptors) {
    private static final long MEGABYTE = 1_000_000;
    private static final long MOST_HEAP = 5 * MEGABYTE;
    private static final long MOST_THREADS = 2;
    private static final long MOST_DESCRIPTORS = 2;
    private static final int GROWN_SHOWN = 12;

    /**
     * Open Liberty holds on to the last WebSocket of all, gone or not, and to some that were reset while it closed them: their
     * connections stay open, and keep our objects, whose sessions have ended.
     */
    private static final long KEPT_BY_LIBERTY = Product.isOnLiberty() ? Intensity.of(16, 256) : 0;

    /**
     * Threads that close a WebSocket for which Open Liberty waits without end, because its own worker has died of an exception
     * (its log tells of a NullPointerException in WorkQueueManager): each keeps a session and a connection.
     */
    static final String HANGING_IN_LIBERTY = "closing, hanging in Open Liberty";

    private static final long MOST_HANGING = Intensity.of(16, 256);

    /** What there must be none of when nobody is connected. */
    private static final List<String> OF_SESSIONS = List.of(
            "io.parley.engine.EngineSession",
            "io.parley.transport.WebSocketTransport",
            "io.parley.Client",
            "io.parley.Socket");

    /**
     * Pools whose threads come with the load and go when they have been idle for some time, which is longer than a test
     * waits: the most that each may have. All other threads have to be as many as before.
     */
    private static final Map<String, Long> POOLS = Map.of(
            "parley-handler-#", 64L, // the setting handler-threads; idle threads end after 30 s
            "parley-close-#", 64L, // the same; more would have taken the place of threads that hang
            "qtp#-#", 200L, // Jetty's; one idle thread ends each minute
            "Default Executor-thread-#", 150L); // Open Liberty's, which has no bound of its own and seldom shrinks

    /** Threads that belong to the test where it shares the JVM with the server, or to the JVM itself. */
    private static final List<String> FOREIGN = List.of(
            "main",
            HANGING_IN_LIBERTY,
            "surefire-forkedjvm-",
            "process reaper",
            "client process ",
            "OkHttp", // of the Java client, as the next two
            "Okio",
            "EventThread",
            "RMI ", // Arquillian watches Open Liberty, as the next one
            "JMX server connection",
            "Equinox start level", // ends when all has started, as the next one
            "Config-Thread",
            "Attach Listener",
            "C# CompilerThread#",
            "Sweeper thread");

    /** All bytes of reachable objects. */
    long heap() {
        return bytes.values().stream().mapToLong(Long::longValue).sum();
    }

    /** How many objects of sessions there are. */
    long ofSessions() {
        return OF_SESSIONS.stream()
                .mapToLong(type -> instances.getOrDefault(type, 0L))
                .sum();
    }

    private long hanging() {
        return threads.getOrDefault(HANGING_IN_LIBERTY, 0L);
    }

    /** How many threads there are but for those of pools. */
    long threadsOutsidePools() {
        return sum(counted(threads));
    }

    /** What is not as it was before, in words; empty if all is as it should be. */
    List<String> excessOver(ServerFigures before) {
        var excess = new ArrayList<String>();
        for (var type : OF_SESSIONS) {
            long now = instances.getOrDefault(type, 0L) - hanging();
            if (now > Math.max(before.instances.getOrDefault(type, 0L), KEPT_BY_LIBERTY)) {
                excess.add(now + " of " + type);
            }
        }
        long grown = heap() - before.heap();
        if (grown > MOST_HEAP) {
            excess.add("%,d bytes of heap, before: %,d; most of them: %s"
                    .formatted(heap(), before.heap(), difference(bytes, before.bytes)));
        }
        var others = difference(counted(threads), counted(before.threads));
        if (Math.abs(sum(counted(threads)) - sum(counted(before.threads))) > MOST_THREADS) {
            excess.add("threads: " + others);
        }
        POOLS.forEach((name, most) -> {
            if (threads.getOrDefault(name, 0L) > most) {
                excess.add("%d threads %s, at most: %d".formatted(threads.get(name), name, most));
            }
        });
        if (hanging() > MOST_HANGING) {
            excess.add(hanging() + " threads " + HANGING_IN_LIBERTY);
        }
        if (Math.abs(sum(descriptors) - sum(before.descriptors)) > MOST_DESCRIPTORS + hanging() + KEPT_BY_LIBERTY) {
            excess.add("file descriptors: " + difference(descriptors, before.descriptors));
        }
        return excess;
    }

    /** In short. */
    @Override
    public String toString() {
        var pools = new TreeMap<>(threads);
        pools.keySet().removeIf(name -> !POOLS.containsKey(name) && !name.equals(HANGING_IN_LIBERTY));
        return "heap %.1f MB, threads %d and in pools %s, file descriptors %d"
                .formatted(heap() / (double) MEGABYTE, sum(counted(threads)), pools, sum(descriptors));
    }

    private static Map<String, Long> counted(Map<String, Long> threads) {
        return threads.entrySet().stream()
                .filter(entry -> !POOLS.containsKey(entry.getKey()))
                .filter(entry -> FOREIGN.stream().noneMatch(entry.getKey()::startsWith))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static long sum(Map<String, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    private static List<String> difference(Map<String, Long> now, Map<String, Long> before) {
        var names = new HashSet<>(now.keySet());
        names.addAll(before.keySet());
        Function<String, Long> change = name -> now.getOrDefault(name, 0L) - before.getOrDefault(name, 0L);
        return names.stream()
                .filter(name -> change.apply(name) != 0)
                .sorted(Comparator.comparing(change, Comparator.comparing(Math::abs))
                        .reversed())
                .limit(GROWN_SHOWN)
                .map(name -> "%s %+d".formatted(name, change.apply(name)))
                .toList();
    }
}
