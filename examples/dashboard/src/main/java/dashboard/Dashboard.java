package dashboard;

import io.parley.Socket;
import io.parley.SocketIoServer;
import io.parley.endpoint.OnConnect;
import io.parley.endpoint.OnDisconnect;
import io.parley.endpoint.OnEvent;
import io.parley.endpoint.SocketIoEndpoint;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Measures once a second, as long as somebody looks, and tells those who watch that metric. */
@SocketIoEndpoint
public class Dashboard {
    private static final int MINUTE = 60;

    private final Map<Metric, Deque<Reading>> history = new EnumMap<>(Metric.class);
    private ScheduledExecutorService clock;
    private int visitors;

    @OnConnect
    synchronized void come(SocketIoServer io) {
        if (visitors++ == 0) {
            clock = Executors.newSingleThreadScheduledExecutor();
            clock.scheduleAtFixedRate(() -> measure(io), 0, 1, TimeUnit.SECONDS);
        }
    }

    /** Also called for each client when the WAR is stopped, so that the clock never outlives it. */
    @OnDisconnect
    synchronized void go() {
        if (--visitors == 0) {
            clock.shutdown();
        }
    }

    /** The answer is the last minute; what comes from now on are events. */
    @OnEvent("watch")
    synchronized List<Reading> watch(Metric metric, Socket socket) {
        socket.join(metric.name());
        return List.copyOf(of(metric));
    }

    @OnEvent("unwatch")
    void unwatch(Metric metric, Socket socket) {
        socket.leave(metric.name());
    }

    private synchronized void measure(SocketIoServer io) {
        for (var metric : Metric.values()) {
            var reading = metric.read(io);
            var past = of(metric);
            if (past.size() == MINUTE) {
                past.removeFirst();
            }
            past.addLast(reading);
            // whose line is busy does without: the next reading is not far
            io.to(metric.name()).lossy().emit("reading", reading);
        }
    }

    private Deque<Reading> of(Metric metric) {
        return history.computeIfAbsent(metric, none -> new ArrayDeque<>());
    }
}
