package io.parley.engine;

import io.parley.kernel.Limit;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What the application has to say about requests before they reach a session, and about new sessions. Thread-safe; the application's code runs on
 * the calling thread, and what it throws stays here.
 */
final class Gate {
    private static final System.Logger LOG = System.getLogger(Gate.class.getName());

    private final List<EngineMiddleware> middlewares = new CopyOnWriteArrayList<>();
    private final List<BiConsumer<ResponseHeaders, EngineRequest>> initialHeaders = new CopyOnWriteArrayList<>();
    private final List<BiConsumer<ResponseHeaders, EngineRequest>> headers = new CopyOnWriteArrayList<>();
    private final List<Consumer<EngineSession>> connections = new CopyOnWriteArrayList<>();
    private final List<Consumer<ConnectionError>> errors = new CopyOnWriteArrayList<>();

    private final List<BiConsumer<Limit, Optional<EngineSession>>> limits = new CopyOnWriteArrayList<>();

    void use(EngineMiddleware middleware) {
        middlewares.add(middleware);
    }

    void onInitialHeaders(BiConsumer<ResponseHeaders, EngineRequest> listener) {
        initialHeaders.add(listener);
    }

    void onHeaders(BiConsumer<ResponseHeaders, EngineRequest> listener) {
        headers.add(listener);
    }

    void onConnectionError(Consumer<ConnectionError> listener) {
        errors.add(listener);
    }

    void onConnection(Consumer<EngineSession> listener) {
        connections.add(listener);
    }

    void onLimit(BiConsumer<Limit, Optional<EngineSession>> listener) {
        limits.add(listener);
    }

    void hit(Limit limit, Optional<EngineSession> session) {
        limits.forEach(listener -> tell(() -> listener.accept(limit, session)));
    }

    void opened(EngineSession session) {
        connections.forEach(listener -> tell(() -> listener.accept(session)));
    }

    /** Applies the middlewares; returns the refusal of the first that refuses. */
    Optional<Refusal> pass(Supplier<EngineRequest> request, ResponseHeaders answer) {
        var name = "MIDDLEWARE_FAILURE";
        for (var middleware : middlewares) {
            try {
                middleware.apply(request.get(), answer);
            } catch (RequestRefusedException refused) {
                return Optional.of(Refusal.by(refused, EngineError.BAD_REQUEST, Map.of("name", name)));
            } catch (RuntimeException | Error failure) {
                LOG.log(Level.ERROR, "an engine middleware failed", failure);
                return Optional.of(Refusal.badRequest(name, Map.of("error", failure)));
            }
        }
        return Optional.empty();
    }

    /** Asks whether a session may be opened. */
    static Optional<Refusal> ask(AllowRequest decision, EngineRequest request) {
        try {
            decision.check(request);
            return Optional.empty();
        } catch (RequestRefusedException refused) {
            var said = Map.of("message", String.valueOf(refused.getMessage()));
            return Optional.of(Refusal.by(refused, EngineError.FORBIDDEN, said));
        } catch (RuntimeException | Error failure) {
            LOG.log(Level.ERROR, "allowRequest failed", failure);
            return Optional.of(Refusal.of(EngineError.FORBIDDEN, Map.of("error", failure)));
        }
    }

    /** Whether anybody wants to add headers. */
    boolean addsHeaders() {
        return !initialHeaders.isEmpty() || !headers.isEmpty();
    }

    /** Collects the headers for the answer to a request that is not refused. */
    void headers(Supplier<EngineRequest> request, boolean initial, ResponseHeaders answer) {
        if (initial) {
            initialHeaders.forEach(listener -> tell(() -> listener.accept(answer, request.get())));
        }
        headers.forEach(listener -> tell(() -> listener.accept(answer, request.get())));
    }

    void refused(Supplier<EngineRequest> request, Refusal refusal) {
        for (var listener : errors) {
            tell(() -> listener.accept(
                    new ConnectionError(request.get(), refusal.error(), refusal.message(), refusal.context())));
        }
    }

    private static void tell(Runnable listener) {
        try {
            listener.run();
        } catch (RuntimeException | Error failure) {
            LOG.log(Level.ERROR, "a listener to requests or sessions failed", failure);
        }
    }
}
