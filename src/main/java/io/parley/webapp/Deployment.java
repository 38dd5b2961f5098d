package io.parley.webapp;

import io.parley.ServerOptions;
import io.parley.SocketIoApplication;
import io.parley.SocketIoServer;
import io.parley.adapter.Adapter;
import io.parley.adapter.ClusterAdapters;
import io.parley.adapter.LocalAdapter;
import io.parley.cluster.ClusterBus;
import io.parley.contract.Contract;
import io.parley.endpoint.Endpoints;
import io.parley.kernel.Environment;
import io.parley.transport.EngineServlet;
import io.parley.transport.HttpSessions;
import io.parley.transport.Relay;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/** What runs in one servlet context, from its start to its stop. */
final class Deployment implements ServletContextListener, AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Deployment.class.getName());

    private static final String BY_DEFAULT = " (default)";

    /** See {@link Closers}. */
    private static final Duration LIBERTY_PAUSE = Duration.ofMillis(100);

    private final ContainerEnvironment environment;
    private final Optional<ClusterBus> bus;
    private final Collection<SocketIoServer> servers;
    private final List<Relay> relays;
    private final HttpSessions httpSessions;
    private final List<SocketIoApplication> applications;
    private final List<Operations> operations;
    private final Duration drainTime;
    private final EndpointHome home;
    private final AtomicBoolean closed = new AtomicBoolean();

    private Deployment(
            ContainerEnvironment environment,
            Optional<ClusterBus> bus,
            Collection<SocketIoServer> servers,
            List<Relay> relays,
            HttpSessions httpSessions,
            List<SocketIoApplication> applications,
            List<Operations> operations,
            Duration drainTime,
            EndpointHome home) {
        this.environment = environment;
        this.bus = bus;
        this.servers = servers;
        this.relays = relays;
        this.httpSessions = httpSessions;
        this.applications = applications;
        this.operations = operations;
        this.drainTime = drainTime;
        this.home = home;
    }

    /**
     * Starts applications and endpoints and registers their servlets. When something fails, what was started is stopped.
     *
     * @param stops is given what stops all of it at the end of the web application
     */
    static Deployment start(
            ServletContext context,
            Configuration configuration,
            List<SocketIoApplication> applications,
            Endpoints endpoints,
            Consumer<ServletContextListener> stops) {
        var handlerThreads = HandlerThreads.of(configuration);
        var environment = new ContainerEnvironment(
                handlerThreads, container(context).equals("liberty") ? LIBERTY_PAUSE : Duration.ZERO);
        var bus = Optional.<ClusterBus>empty();
        var operations = new ArrayList<Operations>();
        var relays = new ArrayList<Relay>();
        try {
            var drainTime = configuration.drainTime();
            var ids = environment.environment().ids();
            var set = configuration.serverOptions(
                    container(context) + "-" + ids.next().substring(0, 5));
            var configured = asking(endpoints.roles(), set);
            bus = Cluster.join(configuration, environment.apartFromHandlers());
            var home = new EndpointHome(endpoints, configured.path());
            home.open();
            var servers = start(
                    applications, endpoints, home, configured, environment, adapters(bus, environment.environment()));
            if (configuration.contracts()) {
                endpoints.byPath(configured.path()).forEach((path, there) -> showContract(context, path, there));
            }
            var told = new TreeMap<String, String>();
            for (var io : servers) {
                var ofServer = bus.filter(joined -> io.options().clustered());
                var relay = relay(ofServer, io, environment);
                relay.ifPresent(relays::add);
                register(context, io, environment, relay);
                var settings = ConfiguredOptions.effective(configuration, set, io.options());
                settings.put(
                        Setting.HANDLERS.key(),
                        handlerThreads.kind() + " (" + configuration.where(Setting.HANDLERS) + ")");
                operations.add(Operations.start(context, io, configuration, environment, settings));
                tell(context, io, settings, told);
                told.putAll(settings);
            }
            var httpSessions = new HttpSessions(
                    servers.stream().map(SocketIoServer::engine).toList(), bus.orElse(null), environment.environment());
            context.addListener(httpSessions);
            var deployment = new Deployment(
                    environment, bus, servers, relays, httpSessions, applications, operations, drainTime, home);
            stops.accept(deployment);
            return deployment;
        } catch (RuntimeException | Error failure) {
            operations.forEach(Operations::close);
            bus.ifPresent(ClusterBus::close);
            environment.close();
            throw failure;
        }
    }

    /** All settings once; of further servers those that differ. */
    private static void tell(
            ServletContext context, SocketIoServer io, Map<String, String> settings, Map<String, String> told) {
        var news = new TreeMap<>(settings);
        news.entrySet().removeAll(told.entrySet());
        LOG.log(
                Level.INFO,
                "Socket.IO at {0}, node {1} ({2}); settings: {3}; by default: {4}",
                context.getContextPath().replaceFirst("/$", "") + io.options().path(),
                io.nodeName(),
                io.nodeId(),
                listed(news, where -> !where.endsWith(BY_DEFAULT)),
                listed(news, where -> where.endsWith(BY_DEFAULT)).replace(BY_DEFAULT, ""));
    }

    private static String listed(Map<String, String> settings, Predicate<String> wanted) {
        var lines = settings.entrySet().stream()
                .filter(setting -> wanted.test(setting.getValue()))
                .map(setting -> setting.getKey() + "=" + setting.getValue())
                .toList();
        return lines.isEmpty() ? "nothing" : String.join(", ", lines);
    }

    private static Function<ServerOptions, Adapter.Factory> adapters(
            Optional<ClusterBus> bus, Environment environment) {
        if (bus.isEmpty()) {
            var alone = LocalAdapter.factory(environment.ids().next());
            return options -> alone;
        }
        var local = LocalAdapter.factory(bus.get().nodeId());
        var clustered = new ClusterAdapters(bus.get(), environment);
        return options -> options.clustered() ? clustered.of(options.path()) : local;
    }

    /** The same options; the container is asked for these roles, too. */
    private static ServerOptions asking(Set<String> roles, ServerOptions configured) {
        var all = new HashSet<>(configured.roles());
        return all.addAll(roles) ? configured.toBuilder().roles(all).build() : configured;
    }

    private static Collection<SocketIoServer> start(
            List<SocketIoApplication> applications,
            Endpoints endpoints,
            EndpointHome home,
            ServerOptions configured,
            ContainerEnvironment environment,
            Function<ServerOptions, Adapter.Factory> adapters) {
        Map<String, SocketIoServer> servers = new LinkedHashMap<>();
        Function<ServerOptions, SocketIoServer> server = options -> servers.computeIfAbsent(options.path(), path -> {
            var io = new SocketIoServer(
                    options, environment.environment(), options.newParser(), adapters.apply(options));
            home.watch(io);
            return io;
        });
        for (var application : applications) {
            for (var options : application.servers(configured)) {
                var io = server.apply(options);
                if (io.options() != options) {
                    throw new ConfigurationException(
                            "two servers with different options are wanted at " + options.path());
                }
                application.start(io);
            }
        }
        endpoints.byPath(configured.path()).forEach((path, there) -> {
            var alike = path.equals(configured.path())
                    ? configured
                    : configured.toBuilder().path(path).build();
            there.bind(server.apply(alike), home);
        });
        return servers.values();
    }

    private static void showContract(ServletContext context, String path, Endpoints endpoints) {
        Contract contract;
        try {
            contract = Contract.of(endpoints);
        } catch (IllegalArgumentException contradiction) {
            throw new ConfigurationException(String.valueOf(contradiction.getMessage()));
        }
        var title = "Socket.IO at " + context.getContextPath().replaceFirst("/$", "") + path;
        context.addServlet("parley typescript " + path, new ContractFile("text/plain", contract.typescript()))
                .addMapping(path + "/-/contract.d.ts");
        context.addServlet(
                        "parley asyncapi " + path, new ContractFile("application/json", contract.asyncApi(title, "0")))
                .addMapping(path + "/-/asyncapi.json");
    }

    private static Optional<Relay> relay(
            Optional<ClusterBus> bus, SocketIoServer io, ContainerEnvironment environment) {
        return bus.map(joined ->
                new Relay(joined, io.options().path(), io.engine(), environment.environment(), environment.closers()));
    }

    private static void register(
            ServletContext context, SocketIoServer io, ContainerEnvironment environment, Optional<Relay> relay) {
        var options = io.options();
        var servlet = new EngineServlet(
                io.engine(), environment.closers(), Clock.systemUTC(), options.roles(), relay.orElse(null));
        if (!options.roles().isEmpty()) {
            context.declareRoles(options.roles().toArray(String[]::new));
        }
        var registration = context.addServlet("parley " + options.path(), servlet);
        registration.setAsyncSupported(true);
        registration.addMapping(options.path() + "/*");
        if (options.serveClient()) {
            var files = context.addServlet(
                    "parley client " + options.path(),
                    new ClientFiles(options.engine().cors()));
            ClientFiles.names().forEach(name -> files.addMapping(options.path() + "/" + name));
        }
    }

    /** The product's name in one lower-case word: {@code jetty}, {@code liberty}, {@code tomcat}. */
    private static String container(ServletContext context) {
        var product = context.getServerInfo().split("/", 2)[0].strip();
        return product.substring(product.lastIndexOf(' ') + 1).toLowerCase(Locale.ROOT);
    }

    Optional<SocketIoServer> server(String path) {
        return servers.stream().filter(io -> io.options().path().equals(path)).findFirst();
    }

    @Override
    public void contextInitialized(ServletContextEvent event) {
        settle();
    }

    /** Finds the instances of endpoints; when that fails, what was started is stopped. */
    void settle() {
        try {
            home.settle();
        } catch (RuntimeException | Error failure) {
            LOG.log(Level.ERROR, "Parley does not start: " + failure.getMessage());
            close();
            throw failure;
        }
    }

    @Override
    public void contextDestroyed(ServletContextEvent event) {
        close();
    }

    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        stop("the HTTP sessions", httpSessions::close);
        stop("the drain", this::drain);
        servers.forEach(io -> stop("the server at " + io.options().path(), io::close));
        relays.forEach(relay -> stop("a relay", relay::close));
        applications.forEach(application -> stop("an application", application::stop));
        bus.ifPresent(joined -> stop("the cluster", joined::close));
        operations.forEach(part -> stop("what operators see", part::close));
        stop("the threads", environment::close);
    }

    /** Holds up whoever stops the application, for the set time at most. */
    private void drain() {
        if (drainTime.isZero()) {
            return;
        }
        LOG.log(Level.INFO, "moves its clients off before it stops, for at most {0}", drainTime);
        var drained = servers.stream()
                .map(io -> io.drain(drainTime).toCompletableFuture())
                .toArray(CompletableFuture<?>[]::new);
        try {
            CompletableFuture.allOf(drained).get(drainTime.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException over) {
            LOG.log(Level.DEBUG, "the time to drain is over");
        } catch (ExecutionException failed) {
            throw new IllegalStateException(failed);
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
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
