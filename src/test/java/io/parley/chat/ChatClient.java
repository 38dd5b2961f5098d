package io.parley.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.testing.TestClient;
import io.parley.testing.TestServer;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;

/** A page of the chat, as the server sees it. Confined to the test's thread. */
final class ChatClient {
    private final TestClient client;
    private final List<String> received = new ArrayList<>();
    private final List<JsonArray> events = new ArrayList<>();
    private int ackIds;

    private ChatClient(TestClient client) {
        this.client = client;
    }

    /** A page whose browser has a user id that goes with the name, once it has asked to come in. */
    static ChatClient asks(TestServer server, String name) {
        return asks(server, name, userOf(name));
    }

    static ChatClient asks(TestServer server, String name, String user) {
        return asks(
                server,
                Json.createObjectBuilder().add("name", name).add("user", user).build());
    }

    static ChatClient asks(TestServer server, JsonValue auth) {
        var page = new ChatClient(server.openWebSocket());
        page.client.send("40" + auth);
        return page;
    }

    /** A page that is in the chat; what came with the welcome has been taken. */
    static ChatClient in(TestServer server, String name) {
        var page = asks(server, name);
        assertThat(page.events("welcome")).hasSize(1);
        page.take();
        return page;
    }

    static String userOf(String name) {
        return "the secret id of " + name;
    }

    /** This client's id, as the others see it. */
    String id() {
        take();
        return received.stream()
                .filter(frame -> frame.startsWith("40{"))
                .map(frame -> object(frame.substring(2)).getString("sid"))
                .findFirst()
                .orElseThrow();
    }

    /** Why the client was refused. */
    JsonObject refusal() {
        take();
        return received.stream()
                .filter(frame -> frame.startsWith("44"))
                .map(frame -> object(frame.substring(2)))
                .findFirst()
                .orElseThrow();
    }

    /** Emits an event without waiting for an answer; the argument with ' for ". */
    void tell(String event, String json) {
        client.send("42[\"" + event + "\"," + json.replace('\'', '"') + "]");
    }

    /** Emits an event and returns the answer. */
    JsonObject ask(String event, String json) {
        return askWire("[\"" + event + "\"," + json.replace('\'', '"') + "]");
    }

    /** The same, with all of the payload. */
    JsonObject askWire(String payload) {
        var id = ackIds++;
        client.send("42" + id + payload);
        take();
        var answer = "43" + id + "[";
        return received.stream()
                .filter(frame -> frame.startsWith(answer))
                .map(frame -> array(frame.substring(answer.length() - 1)).getJsonObject(0))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no answer to " + payload));
    }

    /** The arguments of the events of that name that have arrived since the last call; forgets all others. */
    List<JsonObject> events(String name) {
        take();
        var found = events.stream()
                .filter(event -> event.getString(0).equals(name))
                .map(event -> event.getJsonObject(1))
                .toList();
        events.clear();
        return found;
    }

    /** The names of the events that have arrived since the last call. */
    List<String> eventNames() {
        take();
        var names = events.stream().map(event -> event.getString(0)).toList();
        events.clear();
        return names;
    }

    /** All that ever arrived. */
    String everything() {
        take();
        return String.join("\n", received);
    }

    void breakOff() {
        client.breakOff();
    }

    private void take() {
        for (var frame : client.take()) {
            received.add(frame);
            if (frame.startsWith("42")) {
                events.add(array(frame.substring(2)));
            }
        }
    }

    private static JsonObject object(String json) {
        try (var reader = Json.createReader(new StringReader(json))) {
            return reader.readObject();
        }
    }

    private static JsonArray array(String json) {
        try (var reader = Json.createReader(new StringReader(json))) {
            return reader.readArray();
        }
    }
}
