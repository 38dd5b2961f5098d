package io.parley.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.ServerOptions;
import io.parley.adapter.ClusterAdapters;
import io.parley.cluster.FrameKeys;
import io.parley.engine.HttpSessionHash;
import io.parley.engine.Login;
import io.parley.engine.TransportName;
import io.parley.kernel.Bytes;
import io.parley.testing.MemoryBus;
import io.parley.testing.MemoryNetwork;
import io.parley.testing.TestClient;
import io.parley.testing.TestServer;
import io.parley.testing.World;
import io.parley.transport.HttpSessions;
import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpSessionEvent;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** HTTP sessions that end, and the connections that began within them: here, and on another node. */
final class HttpSessionsTest {
    private static final Login ANN = new Login(() -> "ann", Set.of(), null);
    private static final String SECRET = "0123456789abcdef";

    private final World world = new World();
    private final MemoryNetwork network = new MemoryNetwork(
            0, MemoryNetwork.LIMITS, world.time, world.environment().failures());
    private final Node here = new Node();
    private final Node there = new Node();

    @AfterEach
    void nothingFailed() {
        world.assertNoFailures();
    }

    @Test
    void logout_whoWasLoggedInIsToldToGo_hereAndThere_andOthersStay() {
        var clients = List.of(here.connect(SECRET, ANN), there.connect(SECRET, ANN));
        var others = List.of(here.connect("other", ANN), there.connect(null, ANN));

        here.httpSessions.sessionDestroyed(event(SECRET));
        world.time.advance(Duration.ofSeconds(1));

        assertThat(clients).allSatisfy(client -> {
            assertThat(client.take()).containsExactly("41");
            assertThat(client.isExpelled()).isTrue();
        });
        assertThat(others).noneMatch(TestClient::isClosed);
        assertThat(here.ends).containsExactly("server namespace disconnect: its HTTP session has ended");
        assertThat(there.ends).isEqualTo(here.ends);
    }

    @Test
    void end_ofAVisitor_closesItsTransport_soThatItComesBack() {
        var visitor = there.connect(SECRET, null);
        here.httpSessions.sessionDestroyed(event(SECRET));
        world.time.advance(Duration.ofSeconds(1));
        assertThat(visitor.take()).isEmpty();
        assertThat(visitor.isClosed()).isTrue();
        assertThat(visitor.isExpelled()).isFalse();
    }

    @Test
    void login_givesAnotherId_andClosesTransports_soThatTheyComeBackLoggedIn() {
        var clients = List.of(here.connect(SECRET, null), there.connect(SECRET, ANN));
        var other = here.connect("new", ANN);
        here.httpSessions.sessionIdChanged(event("new"), SECRET);
        world.time.advance(Duration.ofSeconds(1));
        assertThat(clients).allSatisfy(client -> {
            assertThat(client.take()).isEmpty();
            assertThat(client.isClosed()).isTrue();
            assertThat(client.isExpelled()).isFalse();
        });
        assertThat(other.isClosed()).isFalse();
    }

    @Test
    void stopOfTheApplication_endsItsHttpSessions_andTellsNobodyHereToGo() {
        var client = here.connect(SECRET, ANN);
        var shared = there.connect(SECRET, ANN);
        here.httpSessions.sessionDestroyed(event(SECRET));
        here.httpSessions.close();
        here.server.io().close();
        here.httpSessions.sessionDestroyed(event(SECRET));
        world.time.advance(Duration.ofSeconds(5));
        assertThat(client.take()).isEmpty();
        assertThat(client.isClosed()).isTrue();
        assertThat(client.isExpelled()).isFalse();
        assertThat(shared.isExpelled())
                .as("what has ended before is known there")
                .isTrue();
    }

    @Test
    void manyAtOnce_areTold() {
        var ids = IntStream.range(0, 2500).mapToObj(i -> "session-" + i).toList();
        var clients = ids.stream()
                .map(id -> (ids.indexOf(id) % 2 == 0 ? here : there).connect(id, ANN))
                .toList();
        ids.forEach(id -> here.httpSessions.sessionDestroyed(event(id)));
        world.time.advance(Duration.ofSeconds(1));
        assertThat(clients).allMatch(TestClient::isExpelled);
        assertThat(here.server.io().engine().size() + there.server.io().engine().size())
                .isZero();
    }

    @Test
    void betweenNodes_noIdIsReadable() {
        var frames = new ArrayList<Bytes>();
        there.bus.subscribe(frame -> {
            if (frame.channel().equals("http sessions")) {
                frames.add(frame.body());
            }
        });
        here.httpSessions.sessionDestroyed(event(SECRET));
        world.time.advance(Duration.ofSeconds(1));
        assertThat(frames).hasSize(1);
        assertThat(new String(frames.get(0).toArray(), StandardCharsets.ISO_8859_1))
                .doesNotContain(SECRET);
    }

    @Test
    void damagedMessage_harmsNobody() {
        var client = there.connect(SECRET, ANN);
        for (var body : List.of(
                "",
                "\u0001",
                "\u0001\u0001",
                "\u0001\u0001\u0000\u0000\u0000\u0007",
                "\u0001\u0001\u00ff\u00ff\u00ff\u00ff",
                "\u0001\u0001\u0000\u0000\u0000\u0001x",
                "\u0007later",
                "\u0001\u0063\u0000\u0000\u0000\u0001x")) {
            here.bus.publish("http sessions", Bytes.copyOf(body.getBytes(StandardCharsets.ISO_8859_1)));
        }
        assertThat(client.isClosed()).isFalse();
        here.httpSessions.sessionDestroyed(event(SECRET));
        world.time.advance(Duration.ofSeconds(1));
        assertThat(client.isExpelled()).isTrue();
    }

    @Test
    void nothingIsLeft_ofConnectionsThatHaveEnded() {
        var first = here.connect(SECRET, ANN);
        var second = here.connect(SECRET, ANN);
        first.breakOff();
        here.server.io().engine().httpSessionEnded(HttpSessionHash.of(SECRET));
        assertThat(first.isExpelled()).isFalse();
        assertThat(second.isExpelled()).isTrue();
        here.server.io().engine().httpSessionEnded(HttpSessionHash.of(SECRET));
        assertThat(here.server.io().engine().size()).isZero();
    }

    private static HttpSessionEvent event(String id) {
        var session = (HttpSession) Proxy.newProxyInstance(
                HttpSession.class.getClassLoader(),
                new Class<?>[] {HttpSession.class},
                (self, method, arguments) -> Map.of("getId", id).get(method.getName()));
        return new HttpSessionEvent(session);
    }

    /** A node, and why its clients have gone. */
    private final class Node {
        final MemoryBus bus = network.join(FrameKeys.none());
        final TestServer server;
        final HttpSessions httpSessions;
        final List<String> ends = new ArrayList<>();

        Node() {
            server = new TestServer(
                    ServerOptions.defaults(), world, new ClusterAdapters(bus, world.environment()).of("/socket.io"));
            httpSessions = new HttpSessions(List.of(server.io().engine()), bus, world.environment());
            server.io()
                    .on(
                            "connection",
                            socket -> socket.onDisconnect((reason, details) -> ends.add(reason + ": " + details)));
        }

        TestClient connect(@Nullable String httpSession, @Nullable Login login) {
            var engine = server.io().engine();
            var client = httpSession == null
                    ? TestClient.webSocket(engine, login == null ? ANN : login)
                    : TestClient.within(httpSession, engine, TransportName.WEBSOCKET, login);
            client.send("40").take();
            return client;
        }
    }
}
