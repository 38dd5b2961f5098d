package io.parley;

import io.parley.kernel.Several;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Who listens to which event; called in the order of registration. Thread-safe. One list for all events, since there are
 * few and every socket has its own.
 */
final class Listeners {
    private final Several<Entry> all = new Several<>();

    /**
     * Adds a listener.
     *
     * @param given what the application handed in, by which it removes it again
     */
    void add(String event, Object given, Consumer<Event> call) {
        all.add(new Entry(event, given, call));
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
        all.removeIf(entry -> entry.event.equals(event));
    }

    void remove(String event, Object given) {
        all.removeIf(entry -> entry.event.equals(event) && entry.given == given);
    }

    /** Hands over those that listen to the event now, one after another; false: there is none. */
    boolean forEach(String event, Consumer<Consumer<Event>> each) {
        boolean any = false;
        for (var entry : all) {
            if (entry.event.equals(event)) {
                any = true;
                each.accept(entry.call);
            }
        }
        return any;
    }

    /**
     * A listener.
     *
     * @param given what the application handed in
     * @param call how it is called
     */
    private record Entry(String event, Object given, Consumer<Event> call) {}
}
