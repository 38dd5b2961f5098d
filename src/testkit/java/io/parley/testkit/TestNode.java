package io.parley.testkit;

import io.parley.ServerOptions;
import io.parley.SocketIoApplication;
import io.parley.SocketIoServer;
import io.parley.adapter.Adapter;
import io.parley.endpoint.EndpointInstances;
import io.parley.endpoint.Endpoints;
import io.parley.kernel.Environment;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** A node in memory: what a WAR starts on one. */
final class TestNode {
    private final Map<String, SocketIoServer> servers = new LinkedHashMap<>();
    private final List<SocketIoApplication> applications;
    private final Environment environment;
    private final Function<ServerOptions, Adapter.Factory> adapters;

    TestNode(
            List<SocketIoApplication> applications,
            Environment environment,
            Function<ServerOptions, Adapter.Factory> adapters) {
        this.applications = applications;
        this.environment = environment;
        this.adapters = adapters;
    }

    void start(ServerOptions configured, Endpoints endpoints, EndpointInstances instances) {
        for (var application : applications) {
            application.servers(configured).forEach(options -> application.start(server(options)));
        }
        endpoints.byPath(configured.path()).forEach((path, there) -> {
            var alike = path.equals(configured.path())
                    ? configured
                    : configured.toBuilder().path(path).build();
            there.bind(server(alike), instances);
        });
    }

    private SocketIoServer server(ServerOptions options) {
        return servers.computeIfAbsent(
                options.path(),
                path -> new SocketIoServer(options, environment, options.newParser(), adapters.apply(options)));
    }

    Map<String, SocketIoServer> servers() {
        return servers;
    }

    void stop() {
        servers.values().forEach(SocketIoServer::close);
        applications.forEach(SocketIoApplication::stop);
    }
}
