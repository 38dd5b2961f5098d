package io.parley.health;

import io.parley.SocketIoServer;
import java.util.Collections;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The servers of the web application, or of all that share the classes of Parley: CDI makes the health checks and cannot be
 * handed any. Thread-safe.
 */
public final class RunningServers {
    private static final Set<SocketIoServer> ALL = ConcurrentHashMap.newKeySet();

    private RunningServers() {}

    /**
     * From now on a server is among them.
     *
     * @param io that has been started
     * @return takes it out again
     */
    public static Runnable add(SocketIoServer io) {
        ALL.add(io);
        return () -> ALL.remove(io);
    }

    static Set<SocketIoServer> all() {
        return Collections.unmodifiableSet(ALL);
    }
}
