package io.parley.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.engine.CloseReason;
import io.parley.engine.EnginePacket;
import io.parley.engine.EngineSession;
import io.parley.engine.SessionObserver;
import io.parley.testing.TestServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What an observer of a session sees: socketio-facts 2.8. */
final class ObserverTest {
    @RegisterExtension
    final TestServer server = new TestServer();

    private final List<String> seen = new ArrayList<>();

    @Test
    void webSocket_fromHandshakeToClose() {
        observe();
        server.io().on("connection", socket -> socket.on("hi", event -> event.ack()));
        var client = server.connectWebSocket();
        seen.clear();

        client.send("420[\"hi\"]");
        server.advance(Duration.ofSeconds(25));
        client.send("3").breakOff();

        assertThat(seen)
                .containsExactly(
                        "in 420[\"hi\"]",
                        "out 430[]",
                        "flush [430[]]",
                        "drain", // the event and its answer
                        "out 2",
                        "flush [2]",
                        "drain",
                        "in 3", // the heartbeat
                        "transport close: broken off by the test");
    }

    @Test
    void firstPacket_isTheHandshake() {
        observe();
        server.connectWebSocket();
        assertThat(seen.get(0)).isEqualTo("drain");
        assertThat(seen.get(1)).startsWith("flush [0{\"sid\":");
    }

    @Test
    void upgrade_isSeenFromBeginToEnd() {
        observe();
        var client = server.connectPolling();
        seen.clear();
        client.upgrade().send("2probe").send("5");
        assertThat(seen).containsExactly("upgrading", "upgraded");
        assertThat(server.io().engine().sessions()).containsExactly(client.session());
    }

    @Test
    void observerThatThrows_harmsNeitherTheSessionNorTheOthers() {
        server.io().engine().onConnection(session -> {
            throw new IllegalStateException("a listener that fails");
        });
        server.io()
                .engine()
                .onConnection(session -> session.observe(new SessionObserver() {
                    @Override
                    public void packetReceived(EnginePacket packet) {
                        throw new IllegalStateException("an observer that fails");
                    }
                }));
        observe();
        var client = server.connectWebSocket();
        seen.clear();
        client.send("42[\"hi\"]");
        assertThat(seen).containsExactly("in 42[\"hi\"]");
        assertThat(client.isClosed()).isFalse();
    }

    private void observe() {
        server.io().engine().onConnection(session -> session.observe(new Notes(session)));
    }

    private final class Notes implements SessionObserver {
        Notes(EngineSession session) {
            assertThat(session.id()).isNotEmpty();
        }

        @Override
        public void packetReceived(EnginePacket packet) {
            seen.add("in " + packet);
        }

        @Override
        public void packetCreated(EnginePacket packet) {
            seen.add("out " + packet);
        }

        @Override
        public void flushed(List<? extends EnginePacket> batch) {
            seen.add("flush " + batch);
        }

        @Override
        public void drained() {
            seen.add("drain");
        }

        @Override
        public void upgrading() {
            seen.add("upgrading");
        }

        @Override
        public void upgraded() {
            seen.add("upgraded");
        }

        @Override
        public void closed(CloseReason reason, String description) {
            seen.add(reason + ": " + description);
        }
    }
}
