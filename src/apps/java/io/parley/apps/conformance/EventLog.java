package io.parley.apps.conformance;

import io.parley.Socket;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;

/** The names of the events that catch-all listeners of a socket have heard, the last 1,000. */
final class EventLog {
    private static final int MOST = 1000;

    private final ArrayDeque<String> incoming = new ArrayDeque<>();
    private final ArrayDeque<String> outgoing = new ArrayDeque<>();

    private EventLog() {}

    /** A log that listens from now on. */
    static EventLog of(Socket socket) {
        var log = new EventLog();
        socket.onAny(event -> log.add(log.incoming, event.name()));
        socket.onAnyOutgoing(event -> log.add(log.outgoing, event.name()));
        return log;
    }

    /** What was heard since the last call. */
    synchronized Map<String, Object> take() {
        var taken = Map.<String, Object>of("incoming", List.copyOf(incoming), "outgoing", List.copyOf(outgoing));
        incoming.clear();
        outgoing.clear();
        return taken;
    }

    private synchronized void add(ArrayDeque<String> names, String name) {
        names.addLast(name);
        if (names.size() > MOST) {
            names.removeFirst();
        }
    }
}
