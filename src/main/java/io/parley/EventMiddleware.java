package io.parley;

/** Looks at each event of a socket before its listeners do; may block. Socket.IO: {@code socket.use}. */
@FunctionalInterface
public interface EventMiddleware {
    /**
     * Looks at an event. To let it pass, return. Whatever is thrown goes to {@link Socket#onError}, no listener hears
     * of the event, and no answer is sent, unless it is an {@link EventRefusedException} or an
     * {@link InvalidArgumentException}.
     *
     * @param event as the listeners will get it
     */
    void apply(Event event);
}
