package io.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tests of an example with the official client; which one, each class says. */
@ExtendWith(ArquillianExtension.class)
abstract class OnExample {
    private static ClientRuntimes runtimes;

    private final List<SocketClient> clients = new ArrayList<>();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @ArquillianResource
    URI server;

    @BeforeAll
    static void start() {
        runtimes = new ClientRuntimes();
    }

    @AfterAll
    static void end() {
        runtimes.close();
    }

    @AfterEach
    void disconnect() {
        clients.forEach(SocketClient::close);
    }

    @Test
    void page_andTheClientThatItLoads_areServed() throws Exception {
        assertThat(get("").body()).contains("<script type=\"module\" src=\"app.js\">");
        assertThat(get("app.js").body()).contains("./socket.io/socket.io.esm.min.js");
        assertThat(get("socket.io/socket.io.esm.min.js").body()).startsWith("/*!\n * Socket.IO v4.");
    }

    /** A client that is on its way. */
    final SocketClient client(String namespace, Map<String, String> auth, String... events) {
        var endpoint = server.resolve("socket.io/");
        var client = runtimes.javaScript(
                ClientKind.JS_4,
                new SocketClientStart(endpoint, "polling,websocket", namespace, auth, List.of(events)));
        clients.add(client);
        return client;
    }

    /** A client that is connected. */
    final SocketClient connected(String namespace, Map<String, String> auth, String... events) {
        var client = client(namespace, auth, events);
        client.next("connect");
        return client;
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        var answer = send(HttpRequest.newBuilder(server.resolve(path)));
        assertThat(answer.statusCode()).as(path).isEqualTo(200);
        return answer;
    }

    final HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.timeout(Duration.ofSeconds(30)).build(), HttpResponse.BodyHandlers.ofString());
    }
}
