package io.parley;

import io.parley.AuditEvent.Kind;
import io.parley.engine.ConnectionError;
import io.parley.engine.EngineServer;
import io.parley.engine.EngineSession;
import io.parley.kernel.Limit;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Who hears what is audited; costs nothing as long as nobody does. Thread-safe. */
final class Audit {
    private static final System.Logger LOG = System.getLogger(Audit.class.getName());

    private final EngineServer engine;
    private final List<Consumer<AuditEvent>> listeners = new CopyOnWriteArrayList<>();
    private final AtomicBoolean listening = new AtomicBoolean();

    Audit(EngineServer engine) {
        this.engine = engine;
    }

    void listen(Consumer<AuditEvent> listener) {
        listeners.add(listener);
        if (listening.compareAndSet(false, true)) {
            engine.onConnectionError(this::refused);
            engine.onLimit(this::limited);
        }
    }

    /** @param event made only if somebody listens */
    void tell(Supplier<AuditEvent> event) {
        if (listeners.isEmpty()) {
            return;
        }
        var told = event.get();
        for (var listener : listeners) {
            try {
                listener.accept(told);
            } catch (RuntimeException | Error failure) {
                LOG.log(Level.ERROR, "a listener to what is audited failed", failure);
            }
        }
    }

    private void refused(ConnectionError error) {
        var reason = error.reason();
        var kind = reason.equals("invalid-origin") ? Kind.ORIGIN_REFUSED : Kind.REFUSE;
        tell(() -> AuditEvent.of(kind, reason, error.request()));
    }

    private void limited(Limit limit, Optional<EngineSession> session) {
        var kind = kind(limit);
        tell(() -> session.map(known -> AuditEvent.of(kind, limit.toString(), known))
                .orElseGet(() -> AuditEvent.of(kind, limit.toString())));
    }

    private static Kind kind(Limit limit) {
        return switch (limit) {
            case EVENT_RATE -> Kind.RATE_LIMITED;
            case QUEUED_BYTES, QUEUED_PACKETS, WRITE_TIME -> Kind.SLOW_CONSUMER;
            default -> Kind.LIMIT_HIT;
        };
    }
}
