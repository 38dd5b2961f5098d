package io.parley.transport;

import io.parley.cluster.ClusterBus;
import io.parley.cluster.Frame;
import io.parley.engine.EngineServer;
import io.parley.engine.HttpSessionHash;
import io.parley.kernel.Environment;
import io.parley.kernel.SerialExecutor;
import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionIdListener;
import jakarta.servlet.http.HttpSessionListener;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Ends the sessions of all servers of an application when the HTTP session ends in which they began, on all nodes. Thread-safe.
 *
 * <p>A second later: some containers end all HTTP sessions when an application is stopped, and those who would be told then
 * that they are logged out have to come back to another node instead. Also, the answer to the login that gives an HTTP session
 * another id is at the browser by then.
 */
public final class HttpSessions implements HttpSessionListener, HttpSessionIdListener, AutoCloseable {
    private static final System.Logger LOG = System.getLogger(HttpSessions.class.getName());
    private static final String CHANNEL = "http sessions";
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final int MOST_WAITING = 100_000;
    private static final int MOST_TOLD_AT_ONCE = 1_000;

    private final Collection<EngineServer> servers;
    private final @Nullable ClusterBus bus;
    private final Environment environment;
    private final SerialExecutor serial;
    private final AtomicBoolean warned = new AtomicBoolean();

    // confined to the serial
    private List<End> waiting = new ArrayList<>();
    private boolean closed;

    /**
     * Listens to the bus.
     *
     * @param servers of the application
     * @param bus of the node; null: there are no others
     * @param environment of the node
     */
    public HttpSessions(Collection<EngineServer> servers, @Nullable ClusterBus bus, Environment environment) {
        this.servers = List.copyOf(servers);
        this.bus = bus;
        this.environment = environment;
        this.serial = SerialExecutor.inline(environment.failures());
        if (bus != null) {
            bus.subscribe(this::received);
        }
    }

    /** For the container. */
    @Override
    public void sessionDestroyed(HttpSessionEvent event) {
        over(new End(event.getSession().getId(), false));
    }

    /** For the container. */
    @Override
    public void sessionIdChanged(HttpSessionEvent event, String oldId) {
        over(new End(oldId, true));
    }

    private void over(End end) {
        serial.execute(() -> {
            if (closed) {
                return;
            }
            waiting.add(end);
            if (waiting.size() == 1) {
                environment.scheduler().schedule(PAUSE.toNanos(), () -> serial.execute(this::end));
            } else if (waiting.size() >= MOST_WAITING) {
                end();
            }
        });
    }

    private void end() {
        for (var ends : take()) {
            end(ends);
            tell(ends);
        }
    }

    private List<HttpSessionEnds> take() {
        var taken = waiting;
        waiting = new ArrayList<>();
        var all = new ArrayList<HttpSessionEnds>();
        for (int from = 0; from < taken.size(); from += MOST_TOLD_AT_ONCE) {
            var some = taken.subList(from, Math.min(taken.size(), from + MOST_TOLD_AT_ONCE));
            all.add(new HttpSessionEnds(hashes(some, false), hashes(some, true)));
        }
        return all;
    }

    private static List<HttpSessionHash> hashes(List<End> ends, boolean renamed) {
        return ends.stream()
                .filter(end -> end.renamed == renamed)
                .map(end -> HttpSessionHash.of(end.id))
                .toList();
    }

    private void end(HttpSessionEnds ends) {
        for (var server : servers) {
            ends.ended().forEach(server::httpSessionEnded);
            ends.renamed().forEach(server::httpSessionIdChanged);
        }
    }

    private void tell(HttpSessionEnds ends) {
        if (bus != null) {
            bus.publish(CHANNEL, ends.encode());
        }
    }

    private void received(Frame frame) {
        if (!frame.channel().equals(CHANNEL)) {
            return;
        }
        try {
            HttpSessionEnds.decode(frame.body()).ifPresent(this::end);
        } catch (IllegalArgumentException invalid) {
            var level = warned.compareAndSet(false, true) ? Level.WARNING : Level.DEBUG;
            LOG.log(level, "a message of node {0} about HTTP sessions: {1}", frame.node(), invalid.getMessage());
        }
    }

    /** The application is being stopped: what has ended in the last second is told to the others, and nothing more is done. */
    @Override
    public void close() {
        serial.execute(() -> {
            closed = true;
            take().forEach(this::tell);
        });
    }

    /** @param renamed whether it goes on with another id */
    private record End(String id, boolean renamed) {}
}
