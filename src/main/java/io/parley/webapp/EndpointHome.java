package io.parley.webapp;

import static java.util.Objects.requireNonNull;

import io.parley.Socket;
import io.parley.SocketIoServer;
import io.parley.cdi.CdiInstances;
import io.parley.endpoint.EndpointInstances;
import io.parley.endpoint.Endpoints;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where the instances of endpoints come from: CDI, if it has started once the application does, which may be after its
 * initializers have run; else they are plain. Thread-safe.
 */
final class EndpointHome implements EndpointInstances {
    private final Endpoints endpoints;
    private final String configuredPath;
    /** What beans can have injected: the server of the settings, or else the first one. Confined to who deploys. */
    private @Nullable SocketIoServer injected;

    private volatile @Nullable EndpointInstances instances;
    /** Told of each client that joins. */
    private volatile Consumer<Socket> connected = socket -> {};

    EndpointHome(Endpoints endpoints, String configuredPath) {
        this.endpoints = endpoints;
        this.configuredPath = configuredPath;
    }

    /** Without CDI instances can be made at once, and what is wrong stops the start where it is seen best. */
    void open() {
        if (!hasCdi()) {
            instances = EndpointInstances.plain(endpoints.types());
        }
    }

    /** Called on the thread that deploys, when all else has started. */
    void settle() {
        if (instances == null) {
            var beans = CdiInstances.find(endpoints, requireNonNull(injected));
            beans.ifPresent(there -> connected = there::connected);
            instances = beans.isPresent() ? beans.get() : EndpointInstances.plain(endpoints.types());
        }
    }

    private static boolean hasCdi() {
        try {
            return CdiInstances.isPossible();
        } catch (LinkageError missing) {
            return false;
        }
    }

    /** Tells CDI who joins any namespace of the server. */
    void watch(SocketIoServer io) {
        if (injected == null || io.options().path().equals(configuredPath)) {
            injected = io;
        }
        io.on("connection", socket -> connected.accept(socket));
        io.onNewNamespace(namespace -> namespace.on("connection", socket -> connected.accept(socket)));
    }

    @Override
    public Object get(Class<?> type) {
        return settled().get(type);
    }

    @Override
    public Surroundings enter(Socket socket) {
        return settled().enter(socket);
    }

    private EndpointInstances settled() {
        var there = instances;
        if (there == null) {
            throw new IllegalStateException("the application has not started yet");
        }
        return there;
    }
}
