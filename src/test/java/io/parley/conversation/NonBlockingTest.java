package io.parley.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.ServerOptions;
import io.parley.testing.TestServer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Handlers that never block run on the thread that brings the event, outside of the session's serial, in order. */
final class NonBlockingTest {
    @RegisterExtension
    final TestServer server = new TestServer(ServerOptions.builder()
            .engine(engine -> engine.nonBlockingHandlers(true).maxQueuedEvents(2))
            .build());

    private final List<String> log = new ArrayList<>();

    @Test
    void events_areHandledBeforeTheCallThatBringsThemReturns_evenIfThePoolIsBusy() {
        server.io().on("connection", socket -> socket.on("hi", event -> event.ack(event.get(0))));
        var client = server.connectWebSocket();
        server.world().holdHandlers();

        client.send("420[\"hi\",1]").send("421[\"hi\",2]");

        assertThat(client.take()).containsExactly("430[1]", "431[2]");
        server.world().releaseHandlers();
    }

    @Test
    void handler_doesNotHoldUpItsSession() {
        server.io()
                .on(
                        "connection",
                        socket -> socket.on("hi", event -> {
                            socket.emit("first");
                            log.addAll(server.io().engine().sessions().stream()
                                    .map(session -> session.transport().toString())
                                    .toList());
                            socket.emit("second");
                        }));
        var client = server.connectWebSocket();
        client.send("42[\"hi\"]");
        assertThat(client.take()).containsExactly("42[\"first\"]", "42[\"second\"]");
        assertThat(log).containsExactly("websocket");
    }

    @Test
    void eventsOfOneBody_keepTheirOrder_beyondATurn() {
        server.io().on("connection", socket -> socket.on("n", event -> log.add(String.valueOf(event.get(0)))));
        var client = server.connectPolling();
        var body = new StringBuilder();
        var expected = new ArrayList<String>();
        for (int i = 0; i < 200; i++) {
            body.append(i == 0 ? "" : "\u001e").append("42[\"n\",").append(i).append(']');
            expected.add(Integer.toString(i));
        }
        client.send(body.toString());
        assertThat(log).isEqualTo(expected);
    }

    @Test
    void eventsThatAnotherThreadWorksOff_runOnThePool() {
        server.io().on("connection", socket -> socket.on("hi", event -> log.add("hi")));
        var client = server.connectWebSocket();
        server.world().holdHandlers();
        var seen = new AtomicInteger();

        // as if another thread were busy with the session: the packet is worked off after this task, not within its
        // call
        client.session().execute(() -> {
            client.send("42[\"hi\"]");
            seen.set(log.size());
        });

        assertThat(seen).hasValue(0);
        server.world().releaseHandlers();
        assertThat(log).containsExactly("hi");
    }
}
