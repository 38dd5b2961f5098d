package io.parley.engine;

import io.parley.kernel.Several;
import java.lang.System.Logger.Level;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** The observers of a session, in the order in which they were added. Told on the session's serial. */
final class Observers {
    private static final System.Logger LOG = System.getLogger(Observers.class.getName());

    private final Several<SessionObserver> all = new Several<>();

    void add(SessionObserver observer) {
        all.add(observer);
    }

    void tell(Consumer<SessionObserver> event) {
        tell((observer, told) -> told.accept(observer), event);
    }

    /** The same without a lambda that holds what is told: on the way of packets, where mostly nobody observes. */
    <T> void tell(BiConsumer<SessionObserver, T> event, T what) {
        for (var observer : all) {
            try {
                event.accept(observer, what);
            } catch (RuntimeException | Error failure) {
                LOG.log(Level.ERROR, "an observer of a session failed", failure);
            }
        }
    }
}
