package io.parley.testkit;

import io.parley.ServerOptions;
import io.parley.Socket;
import io.parley.SocketIoApplication;
import io.parley.SocketIoServer;
import io.parley.adapter.Adapter;
import io.parley.adapter.ClusterAdapters;
import io.parley.adapter.LocalAdapter;
import io.parley.endpoint.Endpoints;
import io.parley.endpoint.SocketIoEndpoint;
import io.parley.testing.ManualTime;
import io.parley.testing.MemoryNetwork;
import io.parley.testing.World;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * A server in memory for each test: endpoints and applications as a WAR would start them, on one node or several, in
 * virtual time and on the thread of the test. {@link SocketIoTest} registers one by itself; a test does where it needs more.
 *
 * <!-- sample: members
 * public record Price(int euros) {}
 * interface Prices {}
 * static class FixedPrices implements Prices {}
 * static class Shop implements SocketIoApplication { Shop(Prices prices) {} public void start(SocketIoServer io) {} } -->
 * <pre>{@code
 * private final Prices prices = new FixedPrices();
 *
 * @RegisterExtension
 * final SocketIoTestServer server = SocketIoTestServer.of(new Shop(prices));
 *
 * @Test
 * void price_whenItRises_isToldToAll() {
 *     var ann = server.connect();
 *     ann.emit("watch", "tea");
 *     server.advance(Duration.ofMinutes(1));
 *     assertEquals(new Price(7), ann.received("price", Price.class));
 * }
 * }</pre>
 *
 * <p>Handlers run one inside the other, so that one may wait for what a client answers in a listener
 * ({@link SocketIoTestClient#on}). One that waits for something else, for time to pass or for an answer that the test gives
 * later, waits for ever: nobody else is there to do it. Confined to the test's thread.
 */
public final class SocketIoTestServer implements BeforeEachCallback, AfterEachCallback, ParameterResolver {
    private static final Set<Class<?>> PARAMETERS =
            Set.of(SocketIoTestClient.class, SocketIoTestServer.class, SocketIoServer.class, ManualTime.class);

    private final List<Supplier<SocketIoApplication>> applications = new ArrayList<>();
    private final Set<Class<?>> endpoints = new LinkedHashSet<>();
    private final Map<Class<?>, Object> instances = new LinkedHashMap<>();
    private ServerOptions options = ServerOptions.defaults();
    private int nodes = 1;
    private boolean failOnUnread;
    private @Nullable Running running;

    private SocketIoTestServer() {}

    /**
     * {@return a server that runs a new instance of each class, on each node}
     *
     * @param classes endpoints, and applications with a constructor without parameters, of any visibility
     * @throws IllegalArgumentException if one is something else
     */
    public static SocketIoTestServer of(Class<?>... classes) {
        var server = new SocketIoTestServer();
        for (var type : classes) {
            if (type.isAnnotationPresent(SocketIoEndpoint.class)) {
                server.endpoints.add(type);
            } else if (SocketIoApplication.class.isAssignableFrom(type)) {
                server.applications.add(() -> made(type));
            } else {
                throw new IllegalArgumentException(
                        type.getName() + " is no SocketIoApplication, and has no @SocketIoEndpoint");
            }
        }
        return server;
    }

    /**
     * {@return a server that runs an application; on each node the same}
     *
     * @param application may have collaborators of the test's
     */
    public static SocketIoTestServer of(SocketIoApplication application) {
        return new SocketIoTestServer().with(application);
    }

    private static SocketIoApplication made(Class<?> type) {
        try {
            var constructor = type.getDeclaredConstructor();
            constructor.setAccessible(true);
            return (SocketIoApplication) constructor.newInstance();
        } catch (ReflectiveOperationException failure) {
            throw new IllegalArgumentException(type.getName() + " cannot be made without parameters", failure);
        }
    }

    /**
     * Runs one more application, or endpoint; on each node the same.
     *
     * @param instance may have collaborators of the test's; in place of one that would be made of its class
     * @return this
     * @throws IllegalArgumentException if it is neither
     */
    public SocketIoTestServer with(Object instance) {
        var endpoint = TestInstances.endpointOf(instance);
        if (endpoint.isPresent()) {
            endpoints.add(endpoint.get());
            instances.put(endpoint.get(), instance);
        } else if (instance instanceof SocketIoApplication application) {
            applications.add(() -> application);
        } else {
            throw new IllegalArgumentException(
                    instance.getClass().getName() + " is no SocketIoApplication, and has no @SocketIoEndpoint");
        }
        return this;
    }

    /**
     * The options that the operator would have set.
     *
     * @param configured instead of the defaults
     * @return this
     */
    public SocketIoTestServer options(ServerOptions configured) {
        options = configured;
        return this;
    }

    /**
     * Several nodes, which are one cluster.
     *
     * @param number 1 or more; default: 1
     * @return this
     */
    public SocketIoTestServer nodes(int number) {
        if (number < 1) {
            throw new IllegalArgumentException("nodes must be 1 or more, but are " + number);
        }
        nodes = number;
        return this;
    }

    /**
     * From now on a test fails that leaves an event of a client unread.
     *
     * @return this
     */
    public SocketIoTestServer failOnUnread() {
        failOnUnread = true;
        return this;
    }

    /** {@return a client that has joined the usual namespace of the first node, as nobody} */
    public SocketIoTestClient connect() {
        return client().connect();
    }

    /**
     * {@return a client that is to connect: as nobody, to the first node, to the usual namespace} That is the one of the
     * endpoints, if they are all of one, and there are no applications; else {@code "/"}.
     */
    public TestConnect client() {
        var namespaces = endpoints.stream()
                .map(type -> type.getAnnotation(SocketIoEndpoint.class).value())
                .filter(name -> name.indexOf('*') < 0)
                .collect(Collectors.toSet());
        boolean clear = namespaces.size() == 1 && applications.isEmpty();
        return new TestConnect(this, clear ? namespaces.iterator().next() : "/", options.path());
    }

    SocketIoTestClient connect(TestConnect wanted) {
        var running = running();
        var name =
                "client " + (running.clients.size() + 1) + (wanted.user().isEmpty() ? "" : " (" + wanted.user() + ")");
        var client = entering(wanted, name);
        if (!client.hasJoined()) {
            throw new AssertionError(
                    name + " has not joined " + wanted.namespace() + ": " + client.refused() + warningsText());
        }
        running.clients.add(client);
        return client;
    }

    ConnectRefused refused(TestConnect wanted) {
        try {
            var refused = entering(wanted, "the client").refused();
            if (refused == null) {
                throw new AssertionError("the client was not refused by " + wanted.namespace());
            }
            return refused;
        } catch (MemoryConnection.RefusedAtTheDoor refused) {
            return new ConnectRefused(String.valueOf(refused.getMessage()), Map.of());
        }
    }

    private SocketIoTestClient entering(TestConnect wanted, String name) {
        return new SocketIoTestClient(this, wanted, name);
    }

    /** {@return the server of the first node} */
    public SocketIoServer io() {
        return io(1);
    }

    /**
     * {@return the server of a node, that of the options where there are several}
     *
     * @param node 1 is the first
     */
    public SocketIoServer io(int node) {
        return io(node, options.path());
    }

    SocketIoServer io(int node, String path) {
        var nodes = running().nodes;
        if (node < 1 || node > nodes.size()) {
            throw new IllegalArgumentException("there is no node " + node + ", but " + nodes.size());
        }
        var io = nodes.get(node - 1).servers().get(path);
        if (io == null) {
            throw new IllegalArgumentException("there is no server at " + path);
        }
        return io;
    }

    Optional<Socket> socket(String namespace, String id) {
        return running().nodes.stream()
                .flatMap(node -> node.servers().values().stream())
                .flatMap(io -> io.of(namespace).sockets().stream())
                .filter(socket -> socket.id().equals(id))
                .findFirst();
    }

    /** {@return the clock and the timers of all nodes} */
    public ManualTime time() {
        return world().time;
    }

    /**
     * Lets time pass. Timers run at their times, clients answer pings.
     *
     * @param duration 0 or more
     */
    public void advance(Duration duration) {
        time().advance(duration);
    }

    /**
     * What the application's code has thrown, where only an operator would have seen it. The test has seen it then, and does
     * not fail for it.
     *
     * @param <T> the type that is expected
     * @param type the type that is expected, or one above it
     * @return the first one that no call has returned
     * @throws AssertionError if there is none, or it is of another type
     */
    public <T extends Throwable> T failure(Class<T> type) {
        var failure = running().log.failures().poll();
        if (!type.isInstance(failure)) {
            throw new AssertionError("no " + type.getSimpleName() + " was thrown, but " + failure, failure);
        }
        return type.cast(failure);
    }

    World world() {
        return running().world;
    }

    String warningsText() {
        var warnings = running().log.warnings();
        return warnings.isEmpty() ? "" : "; the server says: " + warnings;
    }

    private Running running() {
        if (running == null) {
            throw new IllegalStateException("the server runs from before each test until after it");
        }
        return running;
    }

    /** Starts the nodes. What is wrong with an endpoint, or an application throws then, fails the test. */
    @Override
    public void beforeEach(ExtensionContext context) {
        var started = new Running();
        running = started;
        started.log.attach();
        var environment = started.world.environment();
        var adapters = adapters(started.world);
        var checked = Endpoints.of(endpoints);
        var configured = asking(checked.roles());
        for (int number = 1; number <= nodes; number++) {
            var node = new TestNode(
                    applications.stream().map(Supplier::get).toList(), environment, adapters.apply(number));
            started.nodes.add(node);
            node.start(configured, checked, new TestInstances(checked.types(), instances));
        }
    }

    private ServerOptions asking(Set<String> roles) {
        var all = new HashSet<>(options.roles());
        return all.addAll(roles) ? options.toBuilder().roles(all).build() : options;
    }

    private Function<Integer, Function<ServerOptions, Adapter.Factory>> adapters(World world) {
        if (nodes == 1) {
            return number -> options -> LocalAdapter.factory("node-1");
        }
        var network = new MemoryNetwork(
                0, MemoryNetwork.LIMITS, world.time, world.environment().failures());
        return number -> {
            var clustered = new ClusterAdapters(network.join(), world.environment());
            return options ->
                    options.clustered() ? clustered.of(options.path()) : LocalAdapter.factory("node-" + number);
        };
    }

    /** Stops the nodes; fails if something was thrown that the test has not seen, or left unread. */
    @Override
    public void afterEach(ExtensionContext context) {
        var ended = running();
        var unread = failOnUnread
                ? ended.clients.stream()
                        .filter(each -> !each.unread().isEmpty())
                        .toList()
                : List.<SocketIoTestClient>of();
        try {
            ended.nodes.forEach(TestNode::stop);
        } finally {
            ended.log.detach();
            running = null;
        }
        ended.world.assertNoFailures();
        if (!ended.log.failures().isEmpty()) {
            throw new AssertionError(
                    "the application's code has thrown, and the test did not ask for it: " + ended.log.failures(),
                    ended.log.failures().peek());
        }
        if (!unread.isEmpty()) {
            var found = unread.stream().map(each -> each + ": " + each.unread()).toList();
            throw new AssertionError("unread is " + found);
        }
    }

    /** Clients, this, the server and the time; see {@link SocketIoTest}. */
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return provides(parameter);
    }

    static boolean provides(ParameterContext parameter) {
        return parameter.getDeclaringExecutable() instanceof Method
                && PARAMETERS.contains(parameter.getParameter().getType());
    }

    /** {@return one of those; a client has connected} */
    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        var type = parameter.getParameter().getType();
        if (type == SocketIoTestServer.class) {
            return this;
        }
        if (type == SocketIoServer.class) {
            return io();
        }
        return type == ManualTime.class ? time() : connect(parameter.findAnnotation(ConnectAs.class));
    }

    private SocketIoTestClient connect(Optional<ConnectAs> who) {
        var client = client();
        who.ifPresent(as -> {
            client.node(as.node()).roles(as.roles());
            if (!as.value().isEmpty()) {
                client.principal(as.value());
            }
            if (!as.namespace().isEmpty()) {
                client.namespace(as.namespace());
            }
        });
        return client.connect();
    }

    /** What there is during one test. */
    private static final class Running {
        final World world = World.nesting();
        final ThrownInHandlers log = new ThrownInHandlers();
        final List<TestNode> nodes = new ArrayList<>();
        final List<SocketIoTestClient> clients = new ArrayList<>();
    }
}
