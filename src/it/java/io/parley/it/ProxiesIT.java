package io.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Two nodes behind the proxies that the documents recommend, with the configurations that they show. */
@EnabledIfSystemProperty(
        named = "arquillian.launch",
        matches = "jetty",
        disabledReason = "proxies do not know containers")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ProxiesIT {
    private static final int TIMEOUT = 60;
    private static final String PATH = "recovery.io";
    private static final String POLLING = "EIO=4&transport=polling";
    private static final String SECOND = "second";
    private static final String CLIENT = "127.0.0.3";

    private static final List<String> TRANSPORTS = List.of("polling", "polling,websocket", "websocket");
    private static final ClientRuntimes CLIENTS = new ClientRuntimes();
    private static final Map<Proxy.Kind, Proxy> PROXIES = new HashMap<>();

    private static JettyNode first;
    private static JettyNode second;

    @BeforeAll
    static void start() {
        var war = Product.war().resolveSibling("conformance-app.war");
        var nodes = new TwoNodes();
        first = JettyNode.start(war, nodes.ofFirst()).believeProxy();
        var settings = new HashMap<>(nodes.ofSecond());
        settings.put("parley.node-name", SECOND);
        second = JettyNode.start(war, settings).believeProxy();
    }

    @AfterAll
    static void stop() {
        PROXIES.values().forEach(Proxy::close);
        CLIENTS.close();
        second.close();
        first.close();
    }

    private static URI through(Proxy.Kind kind) {
        return PROXIES.computeIfAbsent(kind, name -> Proxy.start(name, PATH, TIMEOUT, first.uri(), second.uri()))
                .uri();
    }

    private static SocketClient client(URI proxy, String transports, String... events) {
        return CLIENTS.start(
                ClientKind.JS_4, new SocketClientStart(proxy.resolve(PATH + "/"), transports, "/kit", events));
    }

    static Stream<Arguments> clients() {
        return Stream.of(Proxy.Kind.values())
                .flatMap(kind -> TRANSPORTS.stream().map(transports -> Arguments.of(kind, transports)));
    }

    /** Requests of one client go to both nodes in turn, and WebSockets pass. */
    @ParameterizedTest
    @MethodSource("clients")
    @Order(1)
    void client_noticesNothing(Proxy.Kind kind, String transports) {
        var bytes = ByteBuffer.wrap(new byte[] {0, 1, 2, (byte) 0xff});
        try (var client = client(through(kind), transports, "echo")) {
            client.next("connect");
            for (int i = 0; i < 50; i++) {
                client.emit("echo", i, "é€😀", bytes);
            }
            for (int i = 0; i < 50; i++) {
                assertThat(client.next("echo")).startsWith(i, "é€😀", bytes);
            }
            var large = "x".repeat(900_000);
            assertThat(client.ask("echo", large)).containsExactly(large);
            assertThat(client.transport()).isEqualTo(transports.replaceFirst(".*,", ""));
        }
    }

    @ParameterizedTest
    @EnumSource
    @Order(2)
    void clientsAddress_isThatOfTheClient_whateverItSays(Proxy.Kind kind) {
        var who = whoAmI(
                through(kind),
                "X-Forwarded-For: 10.66.66.66",
                "X-Forwarded-Proto: https",
                "X-Forwarded-Host: evil.example",
                "X-Forwarded-Port: 66",
                "X-Forwarded-Server: evil.example",
                "X-Proxied-Https: on",
                "Forwarded: for=10.66.66.66;proto=https;host=evil.example");

        assertThat(who).contains("\"address\":\"" + CLIENT + "\"").contains("\"secure\":false");
        assertThat(who).doesNotContain("evil.example").doesNotContain("10.66.66.66");
    }

    /** What a node makes of it that believes whoever comes: the reason for the lines in the configurations. */
    @Test
    @Order(2)
    void withoutProxy_theNodeBelievesTheClient() {
        assertThat(whoAmI(first.uri(), "X-Forwarded-For: 10.66.66.66", "X-Forwarded-Proto: https"))
                .contains("\"address\":\"10.66.66.66\"")
                .contains("\"secure\":true");
    }

    /** Polls, each request on a connection of its own, and asks what the application sees. */
    private static String whoAmI(URI proxy, String... headers) {
        var sid = exchange(proxy, "GET", POLLING, "", headers);
        var query = POLLING + "&sid=" + sid.replaceAll(".*\"sid\":\"([^\"]+)\".*", "$1");
        exchange(proxy, "POST", query, "40/kit,", headers);
        exchange(proxy, "POST", query, "42/kit,0[\"whoami\"]", headers);
        var received = new StringBuilder();
        while (received.indexOf("43/kit,0") < 0) {
            received.append(exchange(proxy, "GET", query, "", headers));
        }
        exchange(proxy, "POST", query, "1", headers);
        return received.toString();
    }

    private static String exchange(URI proxy, String method, String query, String body, String... headers) {
        try (var connection = HttpConnection.open(proxy, CLIENT)) {
            connection.request(method, "/" + PATH + "/?" + query, body, headers);
            var answer = connection.answer();
            assertThat(answer.status()).as(answer.body()).isEqualTo(200);
            return answer.body();
        }
    }

    @ParameterizedTest
    @EnumSource
    @Order(2)
    void whatIsForOperators_isNotReachedFromOutside(Proxy.Kind kind) {
        for (var path : List.of("/emit", "/ready", "/-/ready", "/-/drain")) {
            try (var connection = HttpConnection.open(through(kind))) {
                connection.request("GET", "/" + PATH + path, "");
                assertThat(connection.answer().status()).as(path).isEqualTo(403);
            }
        }
    }

    /** Open Liberty guesses a length then. */
    @ParameterizedTest
    @EnumSource
    @Order(2)
    void lengthThatIsNoPlainNumber_isRefused(Proxy.Kind kind) {
        for (var length : List.of("+5", "0x5", "5, 6", "5 5", "-5")) {
            try (var connection = HttpConnection.open(through(kind))) {
                connection.head("POST", "/" + PATH + "/?" + POLLING, "Content-Length: " + length);
                assertThat(connection.answer().status()).as(length).isEqualTo(400);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    @Order(2)
    void timeouts_areLongerThanPingIntervalAndTimeout(Proxy.Kind kind) {
        var timeouts = Pattern.compile(
                        "(?m)^ *(proxy_read_timeout|timeout (?:client|server|tunnel)|ProxyTimeout) +(\\d+)s?;?$")
                .matcher(kind.configuration())
                .results()
                .map(timeout -> Integer.valueOf(timeout.group(2)))
                .toList();

        assertThat(timeouts).isNotEmpty().allMatch(seconds -> seconds > 25 + 20);
    }

    /** With a timeout of a second: a heartbeat that is faster keeps a connection, one that is slower does not. */
    @Test
    @Order(3)
    void heartbeat_keepsConnections_thatTheProxyWouldCut() {
        var proxies = new ArrayList<Proxy>();
        try {
            var fast = new ArrayList<SocketClient>();
            var slow = new ArrayList<SocketClient>();
            for (var kind : Proxy.Kind.values()) {
                // both the same: this server does not span the nodes
                var quick = Proxy.start(kind, "socket.io", 1, first.uri(), first.uri());
                proxies.add(quick);
                fast.add(CLIENTS.start(
                        ClientKind.JS_4,
                        new SocketClientStart(quick.uri().resolve("socket.io/"), "websocket", "/kit")));
                var calm = Proxy.start(kind, PATH, 1, first.uri(), second.uri());
                proxies.add(calm);
                slow.add(client(calm.uri(), "websocket"));
            }
            fast.forEach(client -> client.next("connect"));
            slow.forEach(client -> client.next("connect"));

            slow.forEach(
                    client -> assertThat(client.next("disconnect").get(0)).isIn("transport close", "transport error"));

            fast.forEach(client -> {
                assertThat(client.isQuiet("disconnect")).isTrue();
                client.close();
            });
            slow.forEach(SocketClient::close);
        } finally {
            proxies.forEach(Proxy::close);
        }
    }

    /** While a node is drained, and stopped, everybody goes on and misses nothing. */
    @Test
    @Order(4)
    void drainOfANode_losesNothing() throws Exception {
        var clients = new ArrayList<SocketClient>();
        for (var kind : Proxy.Kind.values()) {
            for (int i = 0; i < 2; i++) {
                TRANSPORTS.forEach(transports -> clients.add(client(through(kind), transports, "number")));
            }
        }
        for (var client : clients) {
            client.next("connect");
            client.ask("join", List.of("numbers"));
        }
        assertThat(onSecond("Sessions")).isNotEqualTo(0);

        try (var source = client(first.uri(), "websocket")) {
            source.next("connect");
            int number = 0;
            number = emit(source, number, 25);
            ManagementFactory.getPlatformMBeanServer()
                    .invoke(secondServer(), "drain", new Object[] {3}, new String[] {"int"});
            while (!onSecond("State").equals("drained")) {
                number = emit(source, number, 1);
            }
            number = emit(source, number, 50);
            second.close();
            number = emit(source, number, 50);

            for (var client : clients) {
                for (int i = 0; i < number; i++) {
                    assertThat(client.next("number").get(0)).isEqualTo(i);
                }
                assertThat(client.connected()).isTrue();
                assertThat(client.ask("echo", "after")).containsExactly("after");
            }
        }
        for (var kind : Proxy.Kind.values()) {
            for (int i = 0; i < 10; i++) {
                assertThat(new EngineUrl(through(kind), PATH).poll().sid()).hasSize(28);
            }
        }
        clients.forEach(SocketClient::close);
    }

    /** Broadcasts so many numbers, one after the other as they are answered. */
    private static int emit(SocketClient source, int from, int count) {
        for (int number = from; number < from + count; number++) {
            source.ask("broadcast", Map.of("rooms", List.of("numbers"), "event", "number", "args", List.of(number)));
        }
        return from + count;
    }

    private static Object onSecond(String attribute) throws JMException {
        return ManagementFactory.getPlatformMBeanServer().getAttribute(secondServer(), attribute);
    }

    private static ObjectName secondServer() throws JMException {
        var beans = ManagementFactory.getPlatformMBeanServer();
        for (var name : beans.queryNames(new ObjectName("io.parley:type=Server,*"), null)) {
            if (name.getKeyProperty("path").equals("\"/" + PATH + "\"")
                    && SECOND.equals(beans.getAttribute(name, "NodeName"))) {
                return name;
            }
        }
        throw new AssertionError("no such server");
    }
}
