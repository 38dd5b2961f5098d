package io.parley.engine;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The observers of a session, in the order in which they were added. Confined to the session's serial. */
final class Observers {
    private static final System.Logger LOG = System.getLogger(Observers.class.getName());

    private List<SessionObserver> observers = List.of();

    void add(SessionObserver observer) {
        var more = new ArrayList<>(observers);
        more.add(observer);
        observers = List.copyOf(more);
    }

    /** Whether nobody would hear. */
    boolean isEmpty() {
        return observers.isEmpty();
    }

    void tell(Consumer<SessionObserver> event) {
        for (var observer : observers) {
            try {
                event.accept(observer);
            } catch (RuntimeException | Error failure) {
                LOG.log(Level.ERROR, "an observer of a session failed", failure);
            }
        }
    }
}
