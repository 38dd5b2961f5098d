package io.parley.testkit;

import io.parley.ServerOptions;
import io.parley.SocketIoApplication;
import io.parley.SocketIoServer;
import io.parley.adapter.Adapter;
import io.parley.kernel.Environment;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** A node in memory: what a WAR starts on one. */
final class TestNode {
    private final Map<String, SocketIoServer> servers = new LinkedHashMap<>();
    private final List<SocketIoApplication> applications;

    TestNode(
            List<SocketIoApplication> applications,
            ServerOptions configured,
            Environment environment,
            Function<ServerOptions, Adapter.Factory> adapters) {
        this.applications = applications;
        for (var application : applications) {
            for (var options : application.servers(configured)) {
                var io = servers.computeIfAbsent(
                        options.path(),
                        path -> new SocketIoServer(options, environment, options.newParser(), adapters.apply(options)));
                application.start(io);
            }
        }
    }

    Map<String, SocketIoServer> servers() {
        return servers;
    }

    void stop() {
        servers.values().forEach(SocketIoServer::close);
        applications.forEach(SocketIoApplication::stop);
    }
}
