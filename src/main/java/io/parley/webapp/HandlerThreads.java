package io.parley.webapp;

import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;

/**
 * The threads on which the application's handlers run.
 *
 * @param kind {@code pool}, {@code virtual} or {@code managed}
 * @param executor runs so many at once as the setting allows; to be shut down at the end, which ends no thread of the
 *     container
 */
record HandlerThreads(String kind, ExecutorService executor) {
    private static final System.Logger LOG = System.getLogger(HandlerThreads.class.getName());
    private static final String NAME = "parley-handler";
    /** Before, a virtual thread that waits in a synchronized block keeps one of the few threads that carry all of them. */
    private static final int JAVA_WITHOUT_PINNING = 24;

    /**
     * Those that the configuration asks for. Looks into JNDI, so it belongs on the thread that deploys.
     *
     * @throws ConfigurationException if they are not there
     */
    static HandlerThreads of(Configuration configuration) {
        int most = configuration.number(Setting.HANDLER_THREADS);
        return switch (configuration.text(Setting.HANDLERS)) {
            case "pool" -> pool(most);
            case "virtual" ->
                virtual(most).orElseThrow(() -> configuration.bad(Setting.HANDLERS, "this JVM has no virtual threads"));
            case "managed" ->
                managed(most)
                        .orElseThrow(() -> configuration.bad(
                                Setting.HANDLERS, "there is nothing in JNDI at " + ManagedThreads.NAME));
            default -> managed(most).or(() -> unpinned(most)).orElseGet(() -> pool(most));
        };
    }

    private static Optional<HandlerThreads> unpinned(int most) {
        return Runtime.version().feature() >= JAVA_WITHOUT_PINNING ? virtual(most) : Optional.empty();
    }

    /** Threads of our own, which end when there is nothing to do for a while. */
    static HandlerThreads pool(int most) {
        return new HandlerThreads("pool", DaemonThreads.pool(most, NAME));
    }

    /** A virtual thread for each task; empty on a JVM that has none. */
    static Optional<HandlerThreads> virtual(int most) {
        return VirtualThreads.factory(NAME)
                .map(factory ->
                        bounded("virtual", most, task -> factory.newThread(task).start()));
    }

    /** The container's; empty where it has none for applications. */
    private static Optional<HandlerThreads> managed(int most) {
        try {
            return ManagedThreads.find(new DaemonThreads(NAME)).map(threads -> bounded("managed", most, threads));
        } catch (NoClassDefFoundError absent) {
            LOG.log(Level.DEBUG, "there is no Jakarta Concurrency", absent);
            return Optional.empty();
        }
    }

    private static HandlerThreads bounded(String kind, int most, Executor threads) {
        return new HandlerThreads(
                kind, new BoundedExecutor(most, threads, failure -> LOG.log(Level.ERROR, "internal error", failure)));
    }
}
