package io.parley.endpoint;

import io.parley.AuditEvent;
import io.parley.Event;
import io.parley.EventRefusedException;
import io.parley.Socket;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** An endpoint on a server: calls its methods for sockets, each on the serial of the socket. Thread-safe. */
final class BoundEndpoint {
    private final EndpointModel model;
    private final EndpointInstances instances;
    private final Map<String, BoundEvent> events = new LinkedHashMap<>();
    /** Null until the first call. */
    private volatile @Nullable Object instance;

    /** @throws EndpointException if arguments have to be valid, and nothing here checks that */
    BoundEndpoint(EndpointModel model, EndpointInstances instances) {
        this.model = model;
        this.instances = instances;
        var validation = model.wantsValidation() ? ArgumentValidation.of(model.type()) : null;
        model.events().forEach((name, handler) -> {
            boolean checked = validation != null && validation.concerns(model.type(), handler);
            events.put(name, new BoundEvent(handler, checked ? validation : null));
        });
    }

    EndpointModel model() {
        return model;
    }

    /** The middlewares; throws what one of them throws. */
    void join(Socket socket) {
        for (var use : model.methods(Kind.USE)) {
            if (!use.signature().takesEvent()) {
                try {
                    run(use, socket, null, null);
                } catch (RuntimeException | Error refusal) {
                    throw refusal;
                } catch (Throwable checked) {
                    throw new CompletionException(checked);
                }
            }
        }
    }

    /** Listens to the socket. */
    void listen(Socket socket) {
        for (var use : model.methods(Kind.USE)) {
            if (use.signature().takesEvent()) {
                socket.use(event -> guard(use, socket, event));
            }
        }
        for (var any : model.methods(Kind.ANY)) {
            socket.onAny(event -> overhear(any, socket, event));
        }
        events.forEach((name, bound) -> socket.on(name, event -> received(bound, socket, event)));
        if (!model.methods(Kind.DISCONNECT).isEmpty()) {
            socket.onDisconnect((reason, details) -> disconnected(socket, new Departure(reason, details)));
        }
    }

    /** Tells {@link OnConnect}. */
    void connected(Socket socket) {
        for (var handler : model.methods(Kind.CONNECT)) {
            attempt(handler, socket, null, null);
        }
    }

    private void disconnected(Socket socket, Departure departure) {
        for (var handler : model.methods(Kind.DISCONNECT)) {
            attempt(handler, socket, null, departure);
        }
    }

    @SuppressWarnings("try") // closed is all that it is
    private void received(BoundEvent bound, Socket socket, Event event) {
        var handler = bound.handler();
        Refusal refusal;
        try (var around = instances.enter(socket)) {
            if (!handler.access().allows(socket)) {
                throw new EventRefusedException("FORBIDDEN", "you may not send this event");
            }
            var values = handler.values(socket, event, null);
            refusal = bound.refusal(instance(), values);
            if (refusal == null) {
                var answer = handler.call(instance(), values);
                if (answer instanceof CompletionStage<?> later) {
                    later.whenComplete((value, failure) -> completed(handler, socket, event, value, failure));
                } else {
                    answer(handler, event, answer);
                }
            }
        } catch (Throwable failure) {
            refusal = new Refusal(failure, failure);
        }
        if (refusal != null) {
            failed(socket, event, refusal);
        }
    }

    private void completed(
            HandlerMethod handler, Socket socket, Event event, @Nullable Object value, @Nullable Throwable failure) {
        var told = failure;
        if (told == null) {
            try {
                answer(handler, event, value);
                return;
            } catch (RuntimeException unwritable) {
                told = unwritable;
            }
        }
        var cause = told instanceof CompletionException && told.getCause() != null ? told.getCause() : told;
        socket.execute(() -> failed(socket, event, cause));
    }

    private static void answer(HandlerMethod handler, Event event, @Nullable Object value) {
        if (!event.wantsAck() || handler.answersItself()) {
            return;
        }
        if (handler.answer() == void.class) {
            event.ack();
        } else {
            event.ack(value);
        }
    }

    /** Who only listens answers nothing, also when it fails. */
    private void overhear(HandlerMethod any, Socket socket, Event event) {
        try {
            run(any, socket, event, null);
        } catch (Throwable failure) {
            failed(socket, null, failure);
        }
    }

    /** An event that a middleware does not let pass must not reach the listeners. */
    private void guard(HandlerMethod use, Socket socket, Event event) {
        if (!attempt(use, socket, event, null)) {
            throw new EventRefusedException("REFUSED", "a middleware has refused the event");
        }
    }

    /** Calls a method that returns nothing; false if it has failed, and the failure has been told. */
    private boolean attempt(HandlerMethod handler, Socket socket, @Nullable Event event, @Nullable Object other) {
        try {
            run(handler, socket, event, other);
            return true;
        } catch (Throwable failure) {
            failed(socket, event, failure);
            return false;
        }
    }

    @SuppressWarnings("try") // closed is all that it is
    private void run(HandlerMethod handler, Socket socket, @Nullable Event event, @Nullable Object other)
            throws Throwable {
        try (var around = instances.enter(socket)) {
            handler.call(instance(), handler.values(socket, event, other));
        }
    }

    private void failed(Socket socket, @Nullable Event event, Throwable failure) {
        failed(socket, event, new Refusal(failure, failure));
    }

    /** Tells the nearest {@link OnError}, or else those who listen to the errors of the socket; and the client. */
    @SuppressWarnings("try") // closed is all that it is
    private void failed(Socket socket, @Nullable Event event, Refusal refusal) {
        var failure = refusal.failure();
        var handler = model.error(failure);
        if (handler == null) {
            report(socket, refusal.told()); // what a client can cause must not fill the log
        } else {
            try (var around = instances.enter(socket)) {
                var answer = handler.call(instance(), handler.values(socket, null, failure));
                if (event != null && answer != null) {
                    event.ack(answer);
                }
            } catch (Throwable second) {
                report(socket, second);
            }
        }
        if (event != null) {
            if (failure instanceof EventRefusedException refused) {
                socket.audit(AuditEvent.Kind.EVENT_REFUSED, refused.code());
            }
            event.fail(refusal.told());
        }
    }

    private static void report(Socket socket, Throwable failure) {
        socket.execute(() -> {
            if (failure instanceof RuntimeException unchecked) {
                throw unchecked;
            } else if (failure instanceof Error error) {
                throw error;
            }
            throw new CompletionException(failure);
        });
    }

    private Object instance() {
        var known = instance;
        if (known == null) {
            known = instances.get(model.type());
            instance = known;
        }
        return known;
    }
}
