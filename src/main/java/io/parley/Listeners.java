package io.parley;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
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
        var entry = new Entry(given, call);
        byEvent.merge(event, List.of(entry), (some, one) -> {
            var more = new ArrayList<>(some);
            more.add(entry);
            return List.copyOf(more);
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
            var fewer = new ArrayList<>(entries);
            fewer.removeIf(entry -> entry.given == given);
            return fewer.isEmpty() ? null : List.copyOf(fewer);
        });
    }

    List<Entry> of(String event) {
        return byEvent.getOrDefault(event, List.of());
    }

    /** What the application handed in, and how it is called. */
    record Entry(Object given, Consumer<Event> call) {}
}
