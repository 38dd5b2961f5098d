package io.parley.conversation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.Event;
import io.parley.Socket;
import io.parley.testing.TestClient;
import io.parley.testing.TestServer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who hears of an event, in which order, and who keeps it from the others. */
final class ListenersTest {
    @RegisterExtension
    final TestServer server = new TestServer();

    private final List<Socket> sockets = new ArrayList<>();
    private final List<String> log = new ArrayList<>();
    private TestClient client;
    private Socket socket;

    @BeforeEach
    void connect() {
        server.io().on("connection", sockets::add);
        client = server.connectWebSocket();
        socket = sockets.get(0);
    }

    @Test
    void listeners_hearInOrder_onceOnlyOnce_andOffNoMore() {
        Consumer<Event> second = event -> log.add("second");
        socket.on("x", event -> log.add("first")).on("x", second).once("x", event -> log.add("once"));
        client.send("42[\"x\"]").send("42[\"x\"]");
        assertThat(log).containsExactly("first", "second", "once", "first", "second");
        log.clear();
        socket.off("x", second);
        client.send("42[\"x\"]");
        assertThat(log).containsExactly("first");
        socket.off("x");
        client.send("42[\"x\"]");
        assertThat(log).containsExactly("first");
    }

    @Test
    void catchAllListeners_hearBeforeTheOthers() {
        Consumer<Event> any =
                event -> log.add("any " + event.name() + event.arguments().toList());
        socket.on("x", event -> log.add("x")).onAny(any).prependAny(event -> log.add("before"));
        client.send("42[\"x\",1]");
        assertThat(log).containsExactly("before", "any x[1]", "x");
        socket.offAny(any);
        client.send("42[\"y\"]");
        assertThat(log).containsExactly("before", "any x[1]", "x", "before");
    }

    @Test
    void outgoingCatchAll_hearsEmits_acksRequests_andBroadcasts() {
        Consumer<Event> any = event -> log.add(event.name() + event.arguments().toList());
        socket.onAnyOutgoing(any).prependAnyOutgoing(event -> log.add("-"));
        socket.emit("a", 1);
        socket.emitWithAck("b", 2);
        server.io().emit("c", 3);
        assertThat(log).containsExactly("-", "a[1]", "-", "b[2]", "-", "c[3]");
        socket.offAnyOutgoing(any);
        socket.emit("d");
        assertThat(log).endsWith("-").hasSize(7);
    }

    @Test
    void outgoingCatchAll_hearsAtOnce_whatAListenerSends() {
        socket.onAnyOutgoing(event -> log.add(event.name()));
        socket.on("x", event -> {
            socket.emit("one");
            server.io().emit("all");
            log.add("listener");
        });
        client.send("42[\"x\"]");
        assertThat(log).containsExactly("one", "all", "listener");
    }

    @Test
    void catchAllListeners_areTold_asACopy() {
        Consumer<Event> any = event -> {};
        socket.onAny(any).onAnyOutgoing(any).onAnyOutgoing(any);
        var listeners = socket.listenersAny();
        socket.offAny(any);
        assertThat(listeners).containsExactly(any);
        assertThat(socket.listenersAny()).isEmpty();
        assertThat(socket.listenersAnyOutgoing()).containsExactly(any, any);
    }

    @Test
    void eventMiddleware_refuses_withoutListenersOrAnswer() {
        socket.use(event -> {
            if (event.name().equals("forbidden")) {
                throw new IllegalStateException("forbidden event");
            }
        });
        socket.on("forbidden", event -> event.ack("never"));
        socket.on("fine", event -> event.ack("yes"));
        socket.onError(error -> log.add(error.getMessage()));
        assertThat(client.send("421[\"forbidden\"]").take()).isEmpty();
        assertThat(client.send("422[\"fine\"]").take()).containsExactly("432[\"yes\"]");
        assertThat(log).containsExactly("forbidden event");
    }

    @Test
    void send_emitsMessage() {
        socket.send("a", 1);
        server.io().send("b");
        assertThat(client.take()).containsExactly("42[\"message\",\"a\",1]", "42[\"message\",\"b\"]");
    }

    @Test
    void reservedEvents_cannotBeListenedTo() {
        assertThatThrownBy(() -> socket.on("disconnect", event -> {})).hasMessageContaining("use onDisconnect");
        assertThatThrownBy(() -> server.io().on("message", each -> {})).hasMessageContaining("listen on the socket");
    }

    @Test
    void description_tellsWhatHappened() {
        socket.onDisconnect((reason, description) -> log.add(reason + ": " + description));
        client.stall();
        var kilobyte = "x".repeat(1000);
        for (int i = 0; i < 1100; i++) {
            socket.emit("data", kilobyte);
        }
        assertThat(log).singleElement().asString().startsWith("transport error: slow consumer");
    }
}
