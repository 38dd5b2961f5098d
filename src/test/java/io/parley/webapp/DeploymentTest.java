package io.parley.webapp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.ServerOptions;
import io.parley.SocketIoApplication;
import io.parley.SocketIoServer;
import io.parley.endpoint.Endpoints;
import io.parley.endpoint.OnEvent;
import io.parley.endpoint.SocketIoEndpoint;
import io.parley.kernel.Limit;
import io.parley.testing.TestClient;
import jakarta.annotation.security.RolesAllowed;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.ServletRegistration;
import java.lang.management.ManagementFactory;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.openmbean.TabularData;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DeploymentTest {
    private static final Endpoints NO_ENDPOINTS = Endpoints.of(Set.of());
    private static final Configuration NOTHING_SET = new Configuration(Map.of(), Map.of(), Map.of());

    private final MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
    private final List<String> mappings = new ArrayList<>();
    private final Set<String> roles = new HashSet<>();
    private final List<ServletContextListener> listeners = new ArrayList<>();
    private final ServletContext context =
            proxy(ServletContext.class, (self, method, arguments) -> switch (method.getName()) {
                case "getServerInfo" -> "Container/1.0";
                case "getContextPath" -> "/app";
                case "addServlet" ->
                    proxy(ServletRegistration.Dynamic.class, (servlet, call, parameters) -> switch (call.getName()) {
                        case "addMapping" -> {
                            mappings.addAll(List.of((String[]) parameters[0]));
                            yield Set.of();
                        }
                        case "setAsyncSupported" -> null;
                        default -> throw new UnsupportedOperationException(call.getName());
                    });
                case "declareRoles" -> roles.addAll(List.of((String[]) arguments[0]));
                case "addListener" -> {
                    if (arguments[0] instanceof ServletContextListener listener) {
                        listeners.add(listener);
                    }
                    yield null;
                }
                default -> throw new UnsupportedOperationException(method.getName());
            });

    @Test
    void contextDestroyed_anApplicationFailsToStop_theRestStops() throws InterruptedException {
        var others = ownThreads();
        var last = new Recorder(null);
        Deployment.start(
                context,
                NOTHING_SET,
                List.of(new Recorder(new NoClassDefFoundError("deleted with its archive")), last),
                NO_ENDPOINTS,
                context::addListener);
        var client = TestClient.webSocket(last.server().engine());
        var threads = ownThreads();
        threads.removeAll(others);
        assertThat(threads)
                .as("the heartbeat of the client has started the timer")
                .isNotEmpty();

        stop();

        assertThat(client.isClosed()).isTrue();
        assertThat(last.stopped).isTrue();
        for (var thread : threads) {
            thread.join(10_000);
            assertThat(thread.isAlive()).as(thread.getName()).isFalse();
        }
    }

    @Test
    void start_anApplicationWantsSeveralServers_eachHasItsOwnPathAndOptions() {
        var several = new Recorder(null) {
            @Override
            public List<ServerOptions> servers(ServerOptions configured) {
                return List.of(
                        configured,
                        configured.toBuilder().path("/live").serveClient(false).build());
            }
        };
        var one = new Recorder(null);

        Deployment.start(context, NOTHING_SET, List.of(several, one), NO_ENDPOINTS, context::addListener);

        assertThat(several.servers).extracting(io -> io.options().path()).containsExactly("/socket.io", "/live");
        assertThat(one.servers).containsExactly(several.server());
        assertThat(mappings).contains("/socket.io/*", "/live/*", "/live/ready", "/socket.io/socket.io.min.js");
        assertThat(mappings).doesNotContain("/live/socket.io.min.js");
        var clients = several.servers.stream()
                .map(io -> TestClient.webSocket(io.engine()))
                .toList();
        stop();
        assertThat(clients).allMatch(TestClient::isClosed);
    }

    @Test
    void start_endpoints_answerOnTheServersOfTheirPaths() {
        var application = new Recorder(null);
        Deployment.start(
                context,
                NOTHING_SET,
                List.of(application),
                Endpoints.of(Set.of(Echo.class, Live.class)),
                context::addListener);

        var client = TestClient.webSocket(application.server().engine()).send("40");
        assertThat(mappings).contains("/socket.io/*", "/live/*");
        assertThat(roles).containsExactly("member");
        assertThat(application.server().options().roles()).containsExactly("member");
        assertThat(application.server().visit("/live-only", namespace -> {})).isFalse();
        listeners.forEach(listener -> listener.contextInitialized(new ServletContextEvent(context)));
        stop();
        assertThat(client.isClosed()).isTrue();
    }

    @Test
    void start_contractsAreWanted_showsThoseOfEachServer() {
        var endpoints = Endpoints.of(Set.of(Echo.class, Live.class));
        Deployment.start(context, NOTHING_SET, List.of(), endpoints, context::addListener);
        assertThat(mappings).noneMatch(mapping -> mapping.contains("contract"));
        stop();

        var wanted = new Configuration(Map.of("parley.contracts", "true"), Map.of(), Map.of());
        Deployment.start(context, wanted, List.of(), endpoints, context::addListener);

        assertThat(mappings)
                .contains("/socket.io/-/contract.d.ts", "/socket.io/-/asyncapi.json")
                .contains("/live/-/contract.d.ts", "/live/-/asyncapi.json");
        stop();
    }

    @SocketIoEndpoint
    public static class Echo {
        @OnEvent("echo")
        int echo(int number) {
            return number;
        }
    }

    @SocketIoEndpoint(value = "/live-only", path = "/live")
    @RolesAllowed("member")
    public static class Live {}

    @Test
    void jmx_showsEachServer_untilTheStop() throws JMException {
        var application = new Recorder(null);
        Deployment.start(context, NOTHING_SET, List.of(application), NO_ENDPOINTS, context::addListener);
        var name = new ObjectName("io.parley:type=Server,context=\"/app\",path=\"/socket.io\"");
        TestClient.webSocket(application.server().engine());

        assertThat(beans.getAttribute(name, "Sessions")).isEqualTo(1);
        assertThat(beans.getAttribute(name, "NodeId"))
                .isEqualTo(application.server().nodeId());
        assertThat((String[]) beans.getAttribute(name, "Nodes"))
                .containsExactly(application.server().nodeId());
        assertThat(((TabularData) beans.getAttribute(name, "Settings"))
                        .get(new Object[] {"ping-interval"})
                        .get("value"))
                .isEqualTo("25s (default)");
        assertThat(((TabularData) beans.getAttribute(name, "Settings")).keySet())
                .hasSize(Setting.values().length);
        assertThat(((TabularData) beans.getAttribute(name, "LimitHits")).keySet())
                .hasSize(Limit.values().length);

        stop();
        assertThat(beans.isRegistered(name)).isFalse();
    }

    @Test
    void jmx_theSamePathTwiceInOneProcess_showsBoth() throws JMException {
        var first = new Recorder(null);
        var second = new Recorder(null);
        Deployment.start(context, NOTHING_SET, List.of(first), NO_ENDPOINTS, context::addListener);
        Deployment.start(context, NOTHING_SET, List.of(second), NO_ENDPOINTS, context::addListener);
        var names = beans.queryNames(new ObjectName("io.parley:type=Server,context=\"/app\",*"), null);
        assertThat(names).hasSize(2);
        var ids = new ArrayList<Object>();
        for (var name : names) {
            ids.add(beans.getAttribute(name, "NodeId"));
        }
        assertThat(ids)
                .containsExactlyInAnyOrder(
                        first.server().nodeId(), second.server().nodeId());

        stop();
        assertThat(names).noneMatch(beans::isRegistered);
    }

    @Test
    void jmx_drains() throws JMException {
        var application = new Recorder(null);
        Deployment.start(context, NOTHING_SET, List.of(application), NO_ENDPOINTS, context::addListener);
        var name = new ObjectName("io.parley:type=Server,context=\"/app\",path=\"/socket.io\"");
        assertThat(beans.getAttribute(name, "State")).isEqualTo("serving");
        var polling = TestClient.polling(application.server().engine());

        beans.invoke(name, "drain", new Object[] {600}, new String[] {"int"});
        assertThat(beans.getAttribute(name, "State")).isEqualTo("draining");
        polling.poll();
        assertThat(polling.isClosed()).isTrue();
        assertThat(beans.getAttribute(name, "State")).isEqualTo("drained");
        stop();
    }

    @Test
    void contextDestroyed_withATimeToDrain_waitsUntilTheClientsAreGone() {
        var application = new Recorder(null);
        var configuration = new Configuration(Map.of("parley.drain-time", "200ms"), Map.of(), Map.of());
        Deployment.start(context, configuration, List.of(application), NO_ENDPOINTS, context::addListener);
        var engine = application.server().engine();
        var clients = List.of(TestClient.webSocket(engine), TestClient.webSocket(engine));

        stop();
        assertThat(clients).allMatch(TestClient::isClosed);
    }

    @Test
    void jmx_afterAStartThatFails_showsNothing() throws JMException {
        var broken = proxy(ServletContext.class, (self, method, arguments) -> {
            if (method.getName().equals("addListener")) {
                throw new IllegalStateException("no listeners any more");
            }
            return method.invoke(context, arguments);
        });
        var applications = List.<SocketIoApplication>of(new Recorder(null));
        assertThatThrownBy(() -> Deployment.start(broken, NOTHING_SET, applications, NO_ENDPOINTS, broken::addListener))
                .hasMessage("no listeners any more");
        assertThat(beans.queryNames(new ObjectName("io.parley:*"), null)).isEmpty();
    }

    @Test
    void start_twoServersWantOnePath_fails() {
        var greedy = new Recorder(null) {
            @Override
            public List<ServerOptions> servers(ServerOptions configured) {
                return List.of(configured, configured.toBuilder().build());
            }
        };

        assertThatThrownBy(() ->
                        Deployment.start(context, NOTHING_SET, List.of(greedy), NO_ENDPOINTS, context::addListener))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("two servers with different options are wanted at /socket.io");
    }

    private void stop() {
        listeners.forEach(listener -> listener.contextDestroyed(new ServletContextEvent(context)));
    }

    private static Set<Thread> ownThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("parley-"))
                .collect(Collectors.toSet());
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    /** An application that may fail at its end. */
    private static class Recorder implements SocketIoApplication {
        final List<SocketIoServer> servers = new ArrayList<>();
        private final @Nullable Error failure;
        private boolean stopped;

        Recorder(@Nullable Error failure) {
            this.failure = failure;
        }

        SocketIoServer server() {
            return servers.get(0);
        }

        @Override
        public void start(SocketIoServer io) {
            servers.add(io);
        }

        @Override
        public void stop() {
            stopped = true;
            if (failure != null) {
                throw failure;
            }
        }
    }
}
