package io.parley;

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
    /** Registers listeners and middlewares. Called once, on the thread that deploys; what it throws stops the start. */
    void start(SocketIoServer io);

    /** Called once when the WAR is stopped, after the last client has been disconnected. Frees what start took. */
    default void stop() {}
}
