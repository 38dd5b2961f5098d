package io.parley.cdi;

import io.parley.Socket;
import io.parley.SocketIoServer;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.AfterBeanDiscovery;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.enterprise.inject.spi.ProcessObserverMethod;
import org.jspecify.annotations.Nullable;

/**
 * What CDI is told of Socket.IO: {@link ConnectionScoped}, and what can be injected, the {@link SocketIoServer} of the settings
 * and the {@link Socket} that is served. Found by CDI through {@code META-INF/services}.
 */
public final class EndpointExtension implements Extension {
    private final ConnectionContext connections = new ConnectionContext();
    private volatile boolean observed;
    /** Null until the web application has started. */
    private volatile @Nullable SocketIoServer server;

    /** Called by CDI. */
    public EndpointExtension() {}

    void register(@Observes AfterBeanDiscovery discovery) {
        discovery.addContext(connections);
        discovery.addBean().types(SocketIoServer.class).scope(Dependent.class).produceWith(injected -> server());
        discovery.addBean().types(Socket.class).scope(Dependent.class).produceWith(injected -> connections.socket());
    }

    void find(@Observes ProcessObserverMethod<? super Socket, ?> found) {
        var qualifiers = found.getObserverMethod().getObservedQualifiers();
        observed |= qualifiers.contains(Connected.Literal.INSTANCE)
                || qualifiers.contains(Disconnected.Literal.INSTANCE)
                || qualifiers.isEmpty();
    }

    private SocketIoServer server() {
        var started = server;
        if (started == null) {
            throw new IllegalStateException(
                    "the Socket.IO server starts with the web application; inject Instance<SocketIoServer>, to use it later");
        }
        return started;
    }

    void serve(SocketIoServer started) {
        server = started;
    }

    ConnectionContext connections() {
        return connections;
    }

    /** Whether there is an observer of clients that come or go. */
    boolean isObserved() {
        return observed;
    }
}
