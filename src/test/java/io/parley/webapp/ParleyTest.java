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
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRegistration;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ParleyTest {
    private final Map<String, String> parameters = new HashMap<>();
    private final Map<String, Object> attributes = new HashMap<>();
    private final List<String> servlets = new ArrayList<>();
    private final List<ServletContextListener> listeners = new ArrayList<>();
    private final ServletContext context = (ServletContext) Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {ServletContext.class},
            (self, method, arguments) -> switch (method.getName()) {
                case "getServerInfo" -> "Container/1.0";
                case "getContextPath" -> "/app";
                case "getInitParameterNames" -> Collections.enumeration(parameters.keySet());
                case "getInitParameter" -> parameters.get(arguments[0]);
                case "getAttribute" -> attributes.get(arguments[0]);
                case "setAttribute" -> attributes.put((String) arguments[0], arguments[1]);
                case "addServlet" -> {
                    servlets.add((String) arguments[0]);
                    yield registration();
                }
                case "addListener" ->
                    arguments[0] instanceof ServletContextListener listener && listeners.add(listener);
                default -> throw new UnsupportedOperationException(method.getName());
            });

    @Test
    void startedByTheContainer_itsServersAreFound_untilTheStop() throws ServletException {
        new SocketIoInitializer().onStartup(Set.of(TwoServers.class), context);

        var parley = Parley.of(context);
        assertThat(parley.server().options().path()).isEqualTo("/socket.io");
        assertThat(parley.server("/live").options().path()).isEqualTo("/live");
        assertThatThrownBy(() -> parley.server("/dead")).hasMessage("there is no Socket.IO server at /dead");
        var client = TestClient.webSocket(parley.server().engine());
        assertThat(listeners).hasSize(1);
        listeners.get(0).contextDestroyed(new ServletContextEvent(context));
        assertThat(client.isClosed()).isTrue();
    }

    @Test
    void startedByTheApplication_isClosedByItAlone() {
        var stops = new ArrayList<String>();

        var parley = Parley.start(context, new Silent(stops));

        assertThat(listeners)
                .as("a listener may not add one, by the specification of servlets")
                .isEmpty();
        var client = TestClient.webSocket(parley.server().engine());
        parley.close();
        parley.close();
        assertThat(client.isClosed()).isTrue();
        assertThat(stops).as("closing once more has no effect").hasSize(1);
    }

    @Test
    void of_aWebApplicationWithout_fails() {
        assertThatThrownBy(() -> Parley.of(context))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("Parley is not started in the web application \"/app\"");
    }

    @Test
    void start_whereItRuns_failsAndLeavesThatAlone() throws ServletException {
        new SocketIoInitializer().onStartup(Set.of(TwoServers.class), context);
        var registered = List.copyOf(servlets);
        var client = TestClient.webSocket(Parley.of(context).server().engine());

        assertThatThrownBy(() -> Parley.start(context, new TwoServers()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("started already in the web application \"/app\"")
                .hasMessageContaining("parley.auto = false");

        assertThat(servlets).isEqualTo(registered);
        assertThat(client.isClosed()).isFalse();
        Parley.of(context).close();
    }

    @Test
    void initializer_foundTwice_startsOnce() throws ServletException {
        new SocketIoInitializer().onStartup(Set.of(TwoServers.class), context);
        var first = Parley.of(context);
        var registered = List.copyOf(servlets);

        new SocketIoInitializer().onStartup(Set.of(TwoServers.class), context);

        assertThat(Parley.of(context)).isSameAs(first);
        assertThat(servlets).isEqualTo(registered).doesNotHaveDuplicates();
        assertThat(listeners).hasSize(1);
        first.close();
    }

    @Test
    void initializer_ofAnotherClassLoader_startsNothingBesideIt() throws ServletException {
        attributes.put(Parley.class.getName(), "a Parley of the container's own");

        new SocketIoInitializer().onStartup(Set.of(TwoServers.class), context);

        assertThat(servlets).isEmpty();
    }

    @Test
    void autoFalse_theContainerStartsNothing_theApplicationMay() throws ServletException {
        parameters.put("parley.auto", "false");

        new SocketIoInitializer().onStartup(Set.of(TwoServers.class), context);
        assertThat(servlets).isEmpty();

        try (var parley = Parley.start(context, new TwoServers())) {
            assertThat(parley.server("/live").options().path()).isEqualTo("/live");
        }
    }

    @Test
    void autoOfAnythingElse_stopsTheStart() {
        parameters.put("parley.auto", "no");

        assertThatThrownBy(() -> new SocketIoInitializer().onStartup(Set.of(TwoServers.class), context))
                .hasMessageContaining(
                        "parley.auto = \"no\" (context parameter parley.auto) is not allowed: true or false");
        assertThat(servlets).isEmpty();
        // what containers call that go on when an initializer fails
        assertThat(listeners).singleElement().satisfies(listener -> assertThatThrownBy(
                        () -> listener.contextInitialized(new ServletContextEvent(context)))
                .hasMessageContaining("parley.auto = \"no\""));
    }

    private static ServletRegistration.Dynamic registration() {
        return (ServletRegistration.Dynamic) Proxy.newProxyInstance(
                ParleyTest.class.getClassLoader(),
                new Class<?>[] {ServletRegistration.Dynamic.class},
                (self, method, arguments) -> method.getReturnType() == Set.class ? Set.of() : null);
    }

    /** Found by the container. */
    public static final class TwoServers implements SocketIoApplication {
        @Override
        public List<ServerOptions> servers(ServerOptions configured) {
            return List.of(configured, configured.toBuilder().path("/live").build());
        }

        @Override
        public void start(SocketIoServer io) {
            io.on("connection", socket -> socket.join("room"));
        }
    }

    /** One that the container cannot make. */
    private record Silent(List<String> stops) implements SocketIoApplication {
        @Override
        public void start(SocketIoServer io) {}

        @Override
        public void stop() {
            stops.add("stop");
        }
    }
}
