package io.parley.cdi;

import io.parley.Socket;
import jakarta.enterprise.context.ContextNotActiveException;
import jakarta.enterprise.context.spi.AlterableContext;
import jakarta.enterprise.context.spi.Contextual;
import jakarta.enterprise.context.spi.CreationalContext;
import java.lang.annotation.Annotation;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The instances of {@link ConnectionScoped} beans, of all sockets that have some. Active on a thread between {@link #enter}
 * and {@link #leave}. Thread-safe: what is of one socket is confined to its serial.
 */
final class ConnectionContext implements AlterableContext {
    private static final ThreadLocal<@Nullable Visit> VISITS = new ThreadLocal<>();

    private final Map<Socket, ConnectionInstances> bySocket = new ConcurrentHashMap<>();

    /** From now on the context of this socket is active here; what is returned leads back. */
    Visit enter(Socket socket) {
        var visit = new Visit(socket, VISITS.get());
        VISITS.set(visit);
        return visit;
    }

    void leave(Visit visit) {
        if (visit.late != null) {
            visit.late.destroy();
        }
        if (visit.outer == null) {
            VISITS.remove();
        } else {
            VISITS.set(visit.outer);
        }
    }

    /** The socket that is served here now. */
    Socket socket() {
        return visit().socket;
    }

    private Visit visit() {
        var visit = VISITS.get();
        if (visit == null) {
            throw new ContextNotActiveException("no method of an endpoint runs for a socket on this thread");
        }
        return visit;
    }

    @Override
    public Class<? extends Annotation> getScope() {
        return ConnectionScoped.class;
    }

    @Override
    public boolean isActive() {
        return VISITS.get() != null;
    }

    @Override
    public <T> T get(Contextual<T> bean, CreationalContext<T> creation) {
        return instances(visit()).get(bean, creation);
    }

    @Override
    public <T> @Nullable T get(Contextual<T> bean) {
        return instances(visit()).get(bean);
    }

    @Override
    public void destroy(Contextual<?> bean) {
        instances(visit()).destroy(bean);
    }

    private ConnectionInstances instances(Visit visit) {
        var there = visit.late == null ? bySocket.get(visit.socket) : visit.late;
        return there == null ? begin(visit) : there;
    }

    /** Those of a socket that is gone already live as long as the visit. */
    private ConnectionInstances begin(Visit visit) {
        var socket = visit.socket;
        var begun = new ConnectionInstances();
        var gone = socket.gone().toCompletableFuture();
        if (gone.isDone()) {
            visit.late = begun;
        } else {
            bySocket.put(socket, begun);
            var unused = gone.thenRun(() -> end(socket));
        }
        return begun;
    }

    /** On the serial of the socket. Active meanwhile, for what is destroyed may use the rest. */
    private void end(Socket socket) {
        var visit = enter(socket);
        try {
            var ended = bySocket.get(socket);
            if (ended != null) {
                ended.destroy();
            }
        } finally {
            bySocket.remove(socket);
            leave(visit);
        }
    }

    /** How many sockets have instances. */
    int size() {
        return bySocket.size();
    }

    /** That a thread serves a socket. Confined to it. */
    static final class Visit {
        private final Socket socket;
        private final @Nullable Visit outer;
        private @Nullable ConnectionInstances late;

        private Visit(Socket socket, @Nullable Visit outer) {
            this.socket = socket;
            this.outer = outer;
        }
    }
}
