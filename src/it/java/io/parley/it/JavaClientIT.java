package io.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.json.JSONArray;
import org.json.JSONObject;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An unmodified client of another maker, over each transport and over the upgrade from one to the other. */
@ExtendWith(ArquillianExtension.class)
class JavaClientIT {
    private static final Map<String, String> NO_AUTH = Map.of();
    /** The library does not answer the close frame of a WebSocket, and only its heartbeat tells it of the end. */
    private static final Map<String, String> HEARTBEAT =
            Map.of("parley.ping-interval", "1s", "parley.ping-timeout", "5s");

    @ArquillianResource
    URI server;

    @Deployment(testable = false)
    static WebArchive conformance() {
        return Product.conformance(HEARTBEAT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"polling", "websocket", "polling,websocket"})
    void connection_isWelcomedWithItsAuth(String transports) throws Exception {
        try (var client = JavaClient.connect(server, transports, "/", Map.of("token", "é€😀"), "auth")) {
            assertThat(client.id()).hasSize(20);
            assertThat(((JSONObject) client.next("auth").get(0)).getString("token"))
                    .isEqualTo("é€😀");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"polling", "websocket", "polling,websocket"})
    void transport_isTheLastOneOffered(String transports) throws Exception {
        try (var client = JavaClient.connect(server, transports, "/kit", NO_AUTH)) {
            proveTransport(client, transports);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"polling", "websocket", "polling,websocket"})
    void events_comeBackAsTheyWere(String transports) throws Exception {
        try (var client = JavaClient.connect(server, transports, "/", NO_AUTH, "message-back")) {
            client.emit(
                    "message", 1, 2.5, "three é€😀", true, JSONObject.NULL, new JSONObject("{\"a\":[1,{\"b\":null}]}"));

            var back = client.next("message-back");
            assertThat(back.subList(0, 4)).containsExactly(1, 2.5, "three é€😀", true);
            assertThat(back.get(4)).isIn(null, JSONObject.NULL);
            assertThat(back.get(5)).hasToString("{\"a\":[1,{\"b\":null}]}");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"polling", "websocket", "polling,websocket"})
    void manyEvents_acrossTheUpgrade_keepTheirOrder(String transports) {
        try (var client = JavaClient.connect(server, transports, "/", NO_AUTH, "message-back")) {
            for (int i = 0; i < 300; i++) {
                client.emit("message", i);
            }
            for (int i = 0; i < 300; i++) {
                assertThat(client.next("message-back")).containsExactly(i);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"polling", "websocket", "polling,websocket"})
    void binary_goesBothWays(String transports) throws Exception {
        var bytes = new byte[] {0, 1, 2, (byte) 0xff, '"', 0x1e};
        var large = "0123456789".repeat(20_000).getBytes(StandardCharsets.US_ASCII);
        try (var client = JavaClient.connect(server, transports, "/", NO_AUTH, "message-back")) {
            client.emit("message", bytes, new JSONObject().put("in", new JSONArray().put(large)), new byte[0]);

            var back = client.next("message-back");
            assertThat((byte[]) back.get(0)).isEqualTo(bytes);
            assertThat((byte[]) ((JSONObject) back.get(1)).getJSONArray("in").get(0))
                    .isEqualTo(large);
            assertThat((byte[]) back.get(2)).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"polling", "websocket", "polling,websocket"})
    void acks_ofTheServer_reachTheClient(String transports) {
        var bytes = new byte[] {1, 2, 3};
        try (var client = JavaClient.connect(server, transports, "/", NO_AUTH)) {
            assertThat(client.ask("message-with-ack", "a", 1)).containsExactly("a", 1);
            assertThat(client.ask("message-with-ack")).isEmpty();
            assertThat((byte[]) client.ask("message-with-ack", bytes).get(0)).isEqualTo(bytes);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"polling", "websocket", "polling,websocket"})
    void acks_ofTheClient_reachTheServer(String transports) throws Exception {
        try (var client = JavaClient.connect(server, transports, "/kit", NO_AUTH, "question", "result")) {
            var request = new JSONObject("{\"event\":\"question\",\"args\":[\"why\",42]}");
            var asked = new Thread(() -> client.acknowledge("question"));
            asked.start();

            assertThat(client.ask("ask-self", request)).hasToString("[{\"args\":[\"why\",42]}]");
            asked.join();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"polling", "websocket", "polling,websocket"})
    void ack_thatDoesNotCome_isAnErrorAtTheServer(String transports) throws Exception {
        try (var client = JavaClient.connect(server, transports, "/kit", NO_AUTH)) {
            var request = new JSONObject("{\"event\":\"question\",\"timeout\":50}");

            assertThat(client.ask("ask-self", request)).hasToString("[{\"error\":\"operation has timed out\"}]");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"polling", "websocket", "polling,websocket"})
    void unknownNamespace_isRefused(String transports) {
        try (var client = JavaClient.start(server, transports, "/nowhere", NO_AUTH)) {
            assertThat(client.next("connect_error")).hasToString("[{\"message\":\"Invalid namespace\"}]");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"polling", "websocket", "polling,websocket"})
    void otherNamespace_isApart(String transports) {
        try (var client = JavaClient.connect(server, transports, "/custom", NO_AUTH, "message-back")) {
            client.emit("message", "hello");

            assertThat(client.next("message-back")).containsExactly("hello");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"polling", "websocket", "polling,websocket"})
    void connectionThatTheServerCloses_comesBackByItself(String transports) throws Exception {
        try (var client = JavaClient.connect(server, transports, "/kit", NO_AUTH)) {
            var before = client.id();
            proveTransport(client, transports);
            client.sendGarbage();

            assertThat(client.next("disconnect").get(0)).isIn("transport close", "transport error", "ping timeout");
            client.next("connect");
            assertThat(client.id()).isNotEqualTo(before);
            assertThat(client.ask("echo", "again")).containsExactly("again");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"polling", "websocket", "polling,websocket"})
    void socketThatTheServerDisconnects_staysAway(String transports) throws Exception {
        for (var request : List.of("{\"close\":false}", "{\"close\":true}")) {
            try (var client = JavaClient.connect(server, transports, "/kit", NO_AUTH)) {
                client.emit("disconnect-me", new JSONObject(request));

                assertThat(client.next("disconnect")).containsExactly("io server disconnect");
                assertThat(client.hasMore("connect")).isFalse();
            }
        }
    }

    /** The client talks by the last of its transports, or does so within 20 s. */
    private static void proveTransport(JavaClient client, String transports) throws Exception {
        var wanted = transports.replaceAll(".*,", "");
        var seen = "";
        for (long end = System.nanoTime() + 20_000_000_000L; !seen.equals(wanted) && System.nanoTime() < end; ) {
            seen = ((JSONObject) client.ask("whoami").get(0)).getString("transport");
        }
        assertThat(seen).isEqualTo(wanted);
    }
}
