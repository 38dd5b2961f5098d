package io.parley.webapp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.ServerOptions;
import io.parley.SocketIoApplication;
import io.parley.SocketIoServer;
import io.parley.testing.TestClient;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.ServletRegistration;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DeploymentTest {
    private final List<String> mappings = new ArrayList<>();
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
                case "addListener" -> {
                    listeners.add((ServletContextListener) arguments[0]);
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
                new Configuration(Map.of(), Map.of(), Map.of()),
                List.of(new Recorder(new NoClassDefFoundError("deleted with its archive")), last));
        var client = TestClient.webSocket(last.server().engine());
        var threads = ownThreads();
        threads.removeAll(others);
        assertThat(threads)
                .as("the heartbeat of the client has started the timer")
                .isNotEmpty();

        listeners.forEach(listener -> listener.contextDestroyed(new ServletContextEvent(context)));

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

        Deployment.start(context, new Configuration(Map.of(), Map.of(), Map.of()), List.of(several, one));

        assertThat(several.servers).extracting(io -> io.options().path()).containsExactly("/socket.io", "/live");
        assertThat(one.servers).containsExactly(several.server());
        assertThat(mappings).contains("/socket.io/*", "/live/*", "/socket.io/socket.io.min.js");
        assertThat(mappings).doesNotContain("/live/socket.io.min.js");
        var clients = several.servers.stream()
                .map(io -> TestClient.webSocket(io.engine()))
                .toList();
        listeners.forEach(listener -> listener.contextDestroyed(new ServletContextEvent(context)));
        assertThat(clients).allMatch(TestClient::isClosed);
    }

    @Test
    void start_twoServersWantOnePath_fails() {
        var greedy = new Recorder(null) {
            @Override
            public List<ServerOptions> servers(ServerOptions configured) {
                return List.of(configured, configured.toBuilder().build());
            }
        };
        var configuration = new Configuration(Map.of(), Map.of(), Map.of());

        assertThatThrownBy(() -> Deployment.start(context, configuration, List.of(greedy)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("two servers with different options are wanted at /socket.io");
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
