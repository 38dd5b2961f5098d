package io.parley;

import java.util.List;

/**
 * An application of Socket.IO. The container looks for public classes of this type with a public constructor without
 * parameters, in the WAR and its jars, and starts one instance of each before the first client is served.
 *
 * <pre>{@code
 * public final class Greeter implements SocketIoApplication {
 *     public void start(SocketIoServer io) {
 *         io.on("connection", socket -> socket.emit("hello", "you are " + socket.id()));
 *     }
 * }
 * }</pre>
 */
public interface SocketIoApplication {
    /**
     * The servers that the application runs on, each with a path and options of its own. Called once, before
     * {@link #start}, on the thread that deploys. Applications that return the very same options share a server; two
     * servers cannot have the same path, the start fails then.
     *
     * <pre>{@code
     * public List<ServerOptions> servers(ServerOptions configured) {
     *     var live = configured.toBuilder().path("/live").connectTimeout(Duration.ofSeconds(5)).build();
     *     return List.of(configured, live);
     * }
     * }</pre>
     *
     * @param configured the options that the operator has set
     * @return by default only the server with those
     */
    default List<ServerOptions> servers(ServerOptions configured) {
        return List.of(configured);
    }

    /**
     * Registers listeners and middlewares. Called once for each server, on the thread that deploys; what it throws
     * stops the start.
     *
     * @param io one of the servers; {@link SocketIoServer#options} tells them apart
     */
    void start(SocketIoServer io);

    /**
     * Called once when the WAR is stopped, after the last client of all servers has been disconnected. Frees what start
     * took.
     */
    default void stop() {}
}
