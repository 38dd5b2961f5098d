package io.parley.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.Socket;
import io.parley.testing.Fact;
import io.parley.testing.TestServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How it ends: the exact reasons, the rooms, and that nothing is left. */
final class DisconnectTest {
    @RegisterExtension
    final TestServer server = new TestServer();

    private final List<Socket> sockets = new ArrayList<>();
    private final List<String> log = new ArrayList<>();

    @BeforeEach
    void listen() {
        server.io().on("connection", socket -> {
            sockets.add(socket);
            socket.join("r");
            socket.on("slow", event -> log.add("event"));
            socket.onDisconnecting(reason -> log.add("disconnecting " + reason + " "
                    + socket.rooms().contains("r") + socket.rooms().contains(socket.id())));
            socket.onDisconnect(reason -> log.add("disconnect " + reason + " " + socket.rooms()));
        });
    }

    @Test
    void rooms_areStillThereWhileDisconnecting_andGoneAfterwards() {
        server.connectWebSocket().breakOff();
        assertThat(log).containsExactly("disconnecting transport close truetrue", "disconnect transport close []");
        assertThat(sockets.get(0).connected()).isFalse();
        assertThat(server.io().sockets()).isEmpty();
    }

    @Fact("1.3 POST of the close packet")
    @Test
    void closePacket_releasesTheWaitingPoll() {
        var client = server.connectPolling().poll().send("1");
        assertThat(client.take()).containsExactly("6");
        assertThat(client.isClosed()).isTrue();
        assertThat(log).contains("disconnect transport close []");
    }

    @Test
    void closePacket_thatOvertakesThePoll_stillReleasesIt() {
        var client = server.connectPolling().send("1");
        assertThat(log).contains("disconnect transport close []");
        assertThat(client.isClosed()).isFalse();
        assertThat(client.poll().take()).containsExactly("6");
        assertThat(client.isClosed()).isTrue();
        assertThat(server.io().connections()).isZero();
    }

    @Test
    void closePacket_withoutAPoll_endsTheSessionAfterAMoment() {
        var client = server.connectPolling().send("1");
        server.advance(Duration.ofMillis(100));
        assertThat(client.isClosed()).isTrue();
        assertThat(server.io().connections()).isZero();
    }

    @Test
    void closePacket_whileTheServerIsClosing_endsTheSession() {
        var client = server.connectPolling();
        sockets.get(0).disconnect(true);
        assertThat(client.isClosed()).isFalse();
        client.send("1");
        assertThat(client.isClosed()).isTrue();
    }

    @Fact("1.3 packets behind the close packet")
    @Test
    void packetsBehindTheClosePacket_areIgnored() {
        server.connectPolling().poll().send("1\u001e42[\"slow\"]");
        server.connectPolling().send("1\u001e42[\"slow\"]");
        assertThat(log).contains("disconnect transport close []").doesNotContain("event");
    }

    @Test
    void others_nolongerReachTheSocket_evenBeforeItsListenersHaveRun() {
        var client = server.connectWebSocket();
        server.world().holdHandlers();
        client.breakOff();
        server.io().to("r").emit("x");
        assertThat(server.io().sockets()).isEmpty();
        server.world().releaseHandlers();
        assertThat(client.take()).isEmpty();
    }

    @Test
    void eventsBefore_areHandledBefore() {
        var client = server.connectWebSocket();
        server.world().holdHandlers();
        client.send("42[\"slow\"]").breakOff();
        server.world().releaseHandlers();
        assertThat(log).first().isEqualTo("event");
        assertThat(log).hasSize(3);
    }

    @Test
    void clientThatLeavesTheNamespace() {
        var client = server.connectWebSocket().send("41");
        assertThat(log.get(1)).isEqualTo("disconnect client namespace disconnect []");
        assertThat(client.isClosed()).isFalse();
        assertThat(client.send("40").take()).hasSize(1);
    }

    @Test
    void serverThatDisconnects_tellsTheClient() {
        var client = server.connectWebSocket();
        sockets.get(0).disconnect();
        assertThat(client.take()).containsExactly("41");
        assertThat(log.get(1)).isEqualTo("disconnect server namespace disconnect []");
        assertThat(client.isClosed()).isFalse();
    }

    @Test
    void serverThatDisconnectsAndCloses_leavesAllNamespaces() {
        server.io().of("/a");
        var client = server.connectWebSocket().send("40/a,");
        client.take();
        sockets.get(0).disconnect(true);
        assertThat(client.take()).containsExactlyInAnyOrder("41", "41/a,");
        assertThat(client.isClosed()).isTrue();
        assertThat(log.get(1)).isEqualTo("disconnect server namespace disconnect []");
        assertThat(server.io().connections()).isZero();
    }

    @Test
    void closeOfTheServer_sendsNoDisconnect_soThatClientsComeBack() {
        var client = server.connectWebSocket();
        server.io().close();
        assertThat(client.take()).isEmpty();
        assertThat(client.isClosed()).isTrue();
        assertThat(log.get(1)).isEqualTo("disconnect server shutting down []");
    }

    @Fact({"1.3 close while packets wait", "1.3 server closes while no GET waits"})
    @Test
    void closingPollingSession_givesItsLastPacketsToTheNextPoll() {
        var client = server.connectPolling();
        sockets.get(0).emit("bye");
        sockets.get(0).disconnect(true);
        assertThat(log.get(1)).isEqualTo("disconnect server namespace disconnect []");
        assertThat(client.poll().take()).containsExactly("42[\"bye\"]", "41");
        assertThat(client.isClosed()).isFalse();
        client.poll();
        assertThat(client.isClosed()).isTrue();
        assertThat(server.io().connections()).isZero();
    }

    @Fact("1.3 server closes while no GET waits")
    @Test
    void closingPollingSessionThatNobodyPolls_endsAfterTheCloseTimeout() {
        server.connectPolling();
        sockets.get(0).disconnect(true);
        server.advance(Duration.ofSeconds(30));
        assertThat(server.io().connections()).isZero();
        assertThat(server.world().time.waiting()).isZero();
    }

    @Test
    void closePacketOfAPollingClient_releasesItsPoll() {
        var client = server.connectPolling().poll().send("1");
        assertThat(client.take()).containsExactly("6");
        assertThat(log.get(1)).isEqualTo("disconnect transport close []");
    }

    @Fact("1.3 close packet on a WebSocket")
    @Test
    void closePacketOnAWebSocket_isIgnored() {
        assertThat(server.connectWebSocket().send("1").isClosed()).isFalse();
    }

    @Fact({
        "1.10 unknown packet type",
        "1.10 violation: event payload that is none",
        "1.10 violation: ack payload that is none",
        "1.10 violation: reserved event name",
        "1.10 violation: CONNECT_ERROR from a client",
        "1.10 violation: attachments out of order",
        "1.10 comma without a namespace"
    })
    @ParameterizedTest
    @ValueSource(
            strings = {
                "47",
                "42{}",
                "42\"x\"",
                "42[]",
                "43\"x\"",
                "42[\"connect\"]",
                "450-[\"e\"]",
                "4511-[\"e\"]",
                "44",
                "40,{}",
                "bAQID"
            })
    void invalidPacket_closesTheConnection(String wire) {
        var client = server.connectWebSocket().send(wire);
        assertThat(client.isClosed()).isTrue();
        assertThat(log.get(1)).isEqualTo("disconnect forced close []");
    }

    @Fact("1.10 violation: attachments out of order")
    @Test
    void textInsteadOfAnAttachment_closesTheConnection() {
        var client = server.connectWebSocket()
                .send("451-[\"e\",{\"_placeholder\":true,\"num\":0}]")
                .send("42[\"slow\"]");
        assertThat(client.isClosed()).isTrue();
        assertThat(log.get(1)).isEqualTo("disconnect forced close []");
        assertThat(log).doesNotContain("event");
    }

    @Fact({
        "1.10 violation is told to the application",
        "1.10 violation is not explained to the client",
        "1.10 second CONNECT to a namespace"
    })
    @Test
    void violation_endsAllSocketsOfTheConnection_tellsThemWhy_andTheClientNothing() {
        var told = new ArrayList<String>();
        for (var namespace : List.of("/", "/a")) {
            server.io()
                    .of(namespace)
                    .on(
                            "connection",
                            socket -> socket.onDisconnect((reason, description) ->
                                    told.add(socket.namespace().name() + " " + reason + ": " + description)));
        }
        var client = server.connectWebSocket().send("40/a,");
        client.take();
        assertThat(client.send("47").take()).isEmpty();
        assertThat(client.isClosed()).isTrue();
        assertThat(told)
                .containsExactlyInAnyOrder(
                        "/ forced close: unknown packet type", "/a forced close: unknown packet type");

        told.clear();
        client = server.connectWebSocket().send("40/a,");
        client.take();
        assertThat(client.send("40/a,").take()).isEmpty();
        assertThat(client.isClosed()).isTrue();
        assertThat(told)
                .containsExactlyInAnyOrder(
                        "/ forced server close: a second CONNECT to /a",
                        "/a forced server close: a second CONNECT to /a");
    }

    @Fact("1.10 violation: event or ack before CONNECT")
    @ParameterizedTest
    @ValueSource(strings = {"42[\"early\"]", "430[]", "41", "42/other,[\"x\"]"})
    void packetForANamespaceThatWasNotJoined_closesTheConnection(String wire) {
        assertThat(server.openWebSocket().send(wire).isClosed()).isTrue();
        assertThat(server.io().connections()).isZero();
    }

    @Fact({
        "1.10 tolerated: event without payload",
        "1.10 tolerated: number as event name",
        "1.10 tolerated: ack with an unknown id"
    })
    @ParameterizedTest
    @ValueSource(strings = {"42", "42[1]", "42[\"error\"]", "43", "4399[1]", "3", "5", "6", "0{}"})
    void harmlessOddities_keepTheConnection(String wire) {
        assertThat(server.connectWebSocket().send(wire).isClosed()).isFalse();
    }

    @Test
    void slowConsumer_isCutWhenItsQueueIsFull() {
        var client = server.connectWebSocket();
        client.stall();
        var kilobyte = "x".repeat(1000);
        for (int i = 0; i < 1100 && !client.isClosed(); i++) {
            sockets.get(0).emit("data", kilobyte);
        }
        assertThat(client.isClosed()).isTrue();
        assertThat(log.get(1)).isEqualTo("disconnect transport error []");
        assertThat(server.io().connections()).isZero();
    }

    @Test
    void stuckWrite_isCutByTheWriteDeadline() {
        var client = server.connectWebSocket();
        client.stall();
        sockets.get(0).emit("a");
        server.advance(Duration.ofSeconds(10));
        assertThat(client.isClosed()).isTrue();
        assertThat(log.get(1)).isEqualTo("disconnect transport error []");
    }

    @Test
    void listenerThatThrows_endsNothing() {
        var errors = new ArrayList<String>();
        server.io().on("connection", socket -> {
            socket.on("bad", event -> {
                throw new IllegalStateException("bug of the application");
            });
            socket.on("number", Integer.class, number -> log.add("got " + number));
            socket.onError(error -> errors.add(error.getMessage()));
        });
        var client = server.connectWebSocket()
                .send("42[\"bad\"]")
                .send("42[\"number\",\"no\"]")
                .send("42[\"slow\"]");
        assertThat(client.isClosed()).isFalse();
        assertThat(errors).hasSize(2).first().isEqualTo("bug of the application");
        assertThat(log).containsExactly("event");
    }

    @Test
    void afterManyConnections_nothingIsLeft() {
        for (int i = 0; i < 500; i++) {
            var client = i % 2 == 0 ? server.connectWebSocket() : server.connectPolling();
            client.breakOff();
        }
        assertThat(server.io().connections()).isZero();
        assertThat(server.world().time.waiting()).isZero();
        assertThat(Set.copyOf(server.io().sockets())).isEmpty();
    }
}
