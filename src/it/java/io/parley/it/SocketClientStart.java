package io.parley.it;

import java.net.URI;
import java.util.List;
import java.util.Map;

/**
 * What a {@link SocketClient} is told when it starts.
 *
 * @param endpoint where the server is, with a slash at the end
 * @param transports {@code polling}, {@code websocket}, or both with a comma between, which means an upgrade
 * @param auth what the client tells of itself; clients of version 2 do so in the query
 * @param events to which the client listens
 */
record SocketClientStart(
        URI endpoint, String transports, String namespace, Map<String, String> auth, List<String> events) {
    SocketClientStart(URI endpoint, String transports, String namespace, String... events) {
        this(endpoint, transports, namespace, Map.of(), List.of(events));
    }
}
