package io.parley.apps.endpoints;

import io.parley.Socket;
import io.parley.cdi.Connected;
import io.parley.cdi.Disconnected;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** One for all. */
@ApplicationScoped
public class Orders {
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicInteger guests = new AtomicInteger();
    private final List<String> notes = new CopyOnWriteArrayList<>();

    int next() {
        return count.incrementAndGet();
    }

    int guests() {
        return guests.get();
    }

    void note(String what) {
        notes.add(what);
    }

    List<String> notes() {
        return List.copyOf(notes);
    }

    void comes(@Observes @Connected Socket socket) {
        guests.incrementAndGet();
    }

    void goes(@Observes @Disconnected Socket socket) {
        guests.decrementAndGet();
        note("goes");
    }
}
