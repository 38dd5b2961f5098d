package io.parley;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Who listens to which event; called in the order of registration. Thread-safe. */
final class Listeners {
    private final Map<String, List<Consumer<Event>>> byEvent = new ConcurrentHashMap<>();

    void add(String event, Consumer<Event> listener) {
        byEvent.computeIfAbsent(event, name -> new CopyOnWriteArrayList<>()).add(listener);
    }

    void remove(String event) {
        byEvent.remove(event);
    }

    List<Consumer<Event>> of(String event) {
        return byEvent.getOrDefault(event, List.of());
    }
}
