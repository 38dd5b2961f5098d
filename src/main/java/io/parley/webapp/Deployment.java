package io.parley.webapp;

import io.parley.SocketIoApplication;
import io.parley.SocketIoServer;
import io.parley.adapter.Adapter;
import io.parley.adapter.ClusterAdapters;
import io.parley.adapter.LocalAdapter;
import io.parley.cluster.ClusterBus;
import io.parley.transport.EngineServlet;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** What runs in one servlet context, from its start to its stop. */
final class Deployment implements ServletContextListener {
    private static final System.Logger LOG = System.getLogger(Deployment.class.getName());

    private final ContainerEnvironment environment;
    private final Optional<ClusterBus> bus;
    private final SocketIoServer io;
    private final List<SocketIoApplication> applications;

    private Deployment(
            ContainerEnvironment environment,
            Optional<ClusterBus> bus,
            SocketIoServer io,
            List<SocketIoApplication> applications) {
        this.environment = environment;
        this.bus = bus;
        this.io = io;
        this.applications = applications;
    }

    /** Starts the applications and registers their servlets. When something fails, what was started is stopped. */
    static void start(ServletContext context, Configuration configuration, List<SocketIoApplication> applications) {
        var options = configuration.serverOptions();
        var environment = new ContainerEnvironment(configuration.handlerThreads());
        var bus = Optional.<ClusterBus>empty();
        try {
            bus = Cluster.join(configuration, environment.apartFromHandlers());
            var adapters = bus.<Adapter.Factory>map(joined -> new ClusterAdapters(joined, options.path()))
                    .orElseGet(() ->
                            LocalAdapter.factory(environment.environment().ids().next()));
            var io = new SocketIoServer(options, environment.environment(), options.newParser(), adapters);
            applications.forEach(application -> application.start(io));

            var servlet = new EngineServlet(io.engine(), environment.closers(), Clock.systemUTC());
            var registration = context.addServlet("parley " + options.path(), servlet);
            registration.setAsyncSupported(true);
            registration.addMapping(options.path() + "/*");
            if (options.serveClient()) {
                var files = context.addServlet("parley client " + options.path(), new ClientFiles());
                ClientFiles.names().forEach(name -> files.addMapping(options.path() + "/" + name));
            }
            context.addListener(new Deployment(environment, bus, io, applications));
            LOG.log(
                    Level.INFO,
                    "Socket.IO at {0}, node {1}, settings {2}",
                    context.getContextPath().replaceFirst("/$", "") + options.path(),
                    io.nodeId(),
                    configuration);
        } catch (RuntimeException | Error failure) {
            bus.ifPresent(ClusterBus::close);
            environment.close();
            throw failure;
        }
    }

    @Override
    public void contextDestroyed(ServletContextEvent event) {
        stop("the server", io::close);
        applications.forEach(application -> stop("an application", application::stop));
        bus.ifPresent(joined -> stop("the cluster", joined::close));
        stop("the threads", environment::close);
    }

    /** A part that fails keeps no other one alive; even for want of a class, since the WAR may be deleted already. */
    private static void stop(String what, Runnable part) {
        try {
            part.run();
        } catch (RuntimeException | Error failure) {
            LOG.log(Level.ERROR, what + " failed to stop", failure);
        }
    }
}
