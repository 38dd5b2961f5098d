package io.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.ObjectName;
import javax.management.openmbean.TabularData;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Two nodes behind a load balancer that knows nothing of sessions: the first node in the container under test, the second in
 * a Jetty of its own.
 */
class NoStickyIT extends OnServer {
    private static final String POLLING = "EIO=4&transport=polling";
    private static final String UNKNOWN = "{\"code\":1,\"message\":\"Session ID unknown\"}";
    private static final TwoNodes NODES = new TwoNodes();
    private static final ClientRuntimes CLIENTS = new ClientRuntimes();

    private static Node second;

    NoStickyIT() {
        super("calm.io");
    }

    @Deployment(testable = false)
    static WebArchive firstNode() {
        return Product.conformance(NODES.ofFirst());
    }

    @BeforeAll
    static void join() {
        second = node(NODES.ofSecond());
    }

    private static Node node(Map<String, String> settings) {
        return JettyNode.start(Product.war().resolveSibling("conformance-app.war"), settings);
    }

    @AfterAll
    static void leave() {
        CLIENTS.close();
        second.close();
    }

    static Stream<Arguments> clients() {
        return Stream.of(ClientKind.JS_4, ClientKind.JS_2, ClientKind.JAVA_2)
                .flatMap(kind -> Stream.of("polling", "polling,websocket", "websocket")
                        .map(transports -> Arguments.of(kind, transports)));
    }

    @ParameterizedTest
    @MethodSource("clients")
    void client_noticesNothing(ClientKind kind, String transports) {
        var bytes = ByteBuffer.wrap(new byte[] {0, 1, 2, (byte) 0xff});
        long relayedBefore = relayed();
        try (var balancer = RoundRobin.over(server, second.uri())) {
            // several, since a WebSocket may happen to reach the node of its session
            for (int round = 0; round < 4; round++) {
                try (var client = CLIENTS.start(
                        kind,
                        new SocketClientStart(
                                balancer.uri().resolve("calm.io/"), transports, "/kit", "echo", "question"))) {
                    client.next("connect");
                    for (int i = 0; i < 100; i++) {
                        client.emit("echo", i, "é€😀", bytes);
                    }
                    for (int i = 0; i < 100; i++) {
                        assertThat(client.next("echo")).containsExactly(i, "é€😀", bytes);
                    }
                    assertThat(client.isQuiet("echo")).isTrue();
                    assertThat(client.ask("echo", bytes, List.of(round))).containsExactly(bytes, List.of(round));
                    assertThat(client.ask("ask-self", Map.of("event", "question", "args", List.of(round, bytes))))
                            .containsExactly(Map.of("args", List.of(round, bytes)));
                    client.ask("emit-self", Map.of("event", "echo", "args", List.of("n"), "count", 200));
                    for (int i = 0; i < 200; i++) {
                        assertThat(client.next("echo")).containsExactly("n", i);
                    }
                    assertThat(client.transport()).isEqualTo(transports.replaceFirst(".*,", ""));
                }
            }
        }
        if (transports.startsWith("polling")) {
            assertThat(relayed()).isGreaterThan(relayedBefore);
        }
    }

    @Test
    void requests_alternateBetweenTheNodes() {
        var session = PollingSession.open(url, POLLING);
        var there = new EngineUrl(second.uri(), "calm.io");
        var large = "40/nowhere,{\"x\":\"" + "y".repeat(300_000) + "\"}";
        for (var body : List.of("40/nowhere,", large)) {
            for (var door : List.of(there, url)) {
                assertThat(door.exchange("POST", session.query(), body).body()).isEqualTo("ok");
                assertThat(there.exchange("GET", session.query(), "").body())
                        .isEqualTo("44/nowhere,{\"message\":\"Invalid namespace\"}");
            }
        }
        try (var post = HttpConnection.open(second.uri())) {
            post.head("POST", there.target(session.query()), "Content-Length: 1000001");
            assertThat(post.answer().status()).isEqualTo(413);
        }
        session.proveAlive();
        assertThat(there.exchange("POST", session.query(), "1").body()).isEqualTo("ok");
        assertThat(there.exchange("GET", session.query(), "").body()).isEqualTo(UNKNOWN);
    }

    @Test
    void webSocketAtTheOtherNode_takesOver_andIsServed() {
        var session = PollingSession.open(url, POLLING);
        var there = new EngineUrl(second.uri(), "calm.io");
        var socket = there.webSocket("EIO=4&transport=websocket&sid=" + session.sid());
        socket.send("2probe");
        assertThat(socket.message().text()).isEqualTo("3probe");
        socket.send("5");
        for (int i = 0; i < 1_000; i++) {
            socket.send("40/nowhere,");
        }
        for (int i = 0; i < 1_000; i++) {
            assertThat(socket.message().text()).isEqualTo("44/nowhere,{\"message\":\"Invalid namespace\"}");
        }
        socket.close();
        session.proveGone();
    }

    @Test
    void unknownSessionOfAnotherNode_isRefusedAtOnce() {
        var sid = PollingSession.open(url, POLLING).sid();
        var invented = "AAAAAAAAAAAAAAAAAAAA" + sid.substring(20);
        var there = new EngineUrl(second.uri(), "calm.io");
        assertThat(there.exchange("GET", POLLING + "&sid=" + invented, "").body())
                .isEqualTo(UNKNOWN);
        assertThat(there.exchange("POST", POLLING + "&sid=" + invented, "4hi").body())
                .isEqualTo(UNKNOWN);
        var nobodys = "AAAAAAAAAAAAAAAAAAAAAAAAAAAA";
        assertThat(there.exchange("GET", POLLING + "&sid=" + nobodys, "").body())
                .isEqualTo(UNKNOWN);
    }

    @Test
    void nodeOfTheSessionLeaves_whoWaitsElsewhereIsToldSoon() {
        var there = new EngineUrl(second.uri(), "calm.io");
        var third = node(NODES.ofThird());
        var session = PollingSession.open(new EngineUrl(third.uri(), "calm.io"), POLLING);
        try (var waiting = there.start(session.query())) {
            assertThat(waiting.isReadable()).isFalse();
            third.close();

            var answer = waiting.answer();

            assertThat(answer.body()).isIn("1", UNKNOWN);
        }
        long begin = System.nanoTime();
        assertThat(there.exchange("GET", session.query(), "").body()).isEqualTo(UNKNOWN);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
    }

    /** What the second node has done for sessions of the first, and the first for its own. */
    private static long relayed() {
        try {
            var beans = ManagementFactory.getPlatformMBeanServer();
            var server = new ObjectName("io.parley:type=Server,context=\"/\",path=\"/calm.io\"");
            var counters = (TabularData) beans.getAttribute(server, "RelayCounters");
            return Stream.of("door.polls", "door.posts", "door.webSockets", "owner.polls", "owner.posts")
                    .mapToLong(name -> (Long) counters.get(new Object[] {name}).get("value"))
                    .sum();
        } catch (JMException e) {
            throw new IllegalStateException(e);
        }
    }
}
