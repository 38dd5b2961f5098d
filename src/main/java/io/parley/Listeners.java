package io.parley;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** Who listens to which event; called in the order of registration. Thread-safe. */
final class Listeners {
    private final Map<String, List<Entry>> byEvent = new ConcurrentHashMap<>();

    /**
     * Adds a listener.
     *
     * @param given what the application handed in, by which it removes it again
     */
    void add(String event, Object given, Consumer<Event> call) {
        byEvent.compute(event, (name, entries) -> {
            var some = entries == null ? new CopyOnWriteArrayList<Entry>() : entries;
            some.add(new Entry(given, call));
            return some;
        });
    }

    /** Adds a listener that hears only the next event. */
    void addOnce(String event, Object given, Consumer<Event> call) {
        var heard = new AtomicBoolean();
        add(event, given, received -> {
            if (heard.compareAndSet(false, true)) {
                remove(event, given);
                call.accept(received);
            }
        });
    }

    void remove(String event) {
        byEvent.remove(event);
    }

    void remove(String event, Object given) {
        byEvent.computeIfPresent(event, (name, entries) -> {
            entries.removeIf(entry -> entry.given == given);
            return entries.isEmpty() ? null : entries;
        });
    }

    List<Entry> of(String event) {
        return byEvent.getOrDefault(event, List.of());
    }

    /** What the application handed in, and how it is called. */
    record Entry(Object given, Consumer<Event> call) {}
}
