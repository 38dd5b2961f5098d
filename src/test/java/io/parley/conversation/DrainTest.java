package io.parley.conversation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.ServerOptions;
import io.parley.adapter.ClusterAdapters;
import io.parley.testing.MemoryBus;
import io.parley.testing.MemoryNetwork;
import io.parley.testing.TestClient;
import io.parley.testing.TestServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A node that is about to stop sends its clients to the others, a few at a time. */
final class DrainTest {
    private static final Duration TIME = Duration.ofSeconds(10);
    /** Four fifths of it: in the last one nobody is closed. */
    private static final Duration MOVING = Duration.ofSeconds(8);

    @RegisterExtension
    final TestServer server = new TestServer();

    private final List<String> log = new ArrayList<>();

    @Test
    void clients_areClosedOneAfterTheOther_atAnEvenPace() {
        var clients = connect(10);
        drain(TIME);
        for (int closed = 1; closed < 10; closed++) {
            assertThat(closed(clients)).isEqualTo(closed);
            server.advance(MOVING.dividedBy(10).minusMillis(1));
            assertThat(closed(clients)).isEqualTo(closed);
            server.advance(Duration.ofMillis(1));
        }
        assertThat(closed(clients)).isEqualTo(10);
        assertThat(log).containsExactly("drained");
        assertThat(server.world().time.waiting()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 799, 800, 801, 10_000})
    void pace_isEven_howeverManyTheyAre(int count) {
        var clients = connect(count);
        drain(TIME);
        for (int tenth = 1; tenth < 10; tenth++) {
            server.advance(MOVING.dividedBy(10));
            assertThat(closed(clients) / (double) count)
                    .as("after %d tenths", tenth)
                    .isBetween(tenth / 10.0 - 0.02, tenth / 10.0 + 0.02 + 1.0 / count);
        }
        server.advance(MOVING.dividedBy(10));
        assertThat(closed(clients)).isEqualTo(count);
        assertThat(log).containsExactly("drained");
    }

    @Test
    void client_isNotToldToStayAway() {
        server.io().on("connection", socket -> {
            socket.onDisconnect(reason -> log.add(reason.toString()));
        });
        var webSocket = server.connectWebSocket();
        var polling = server.connectPolling().poll();
        drain(TIME);
        server.advance(MOVING);
        assertThat(webSocket.take()).isEmpty();
        assertThat(polling.take()).isEmpty();
        assertThat(List.of(webSocket, polling)).allMatch(TestClient::isClosed);
        assertThat(log).containsExactlyInAnyOrder("server shutting down", "server shutting down", "drained");
    }

    @Test
    void whatWaitsForAClient_stillReachesIt() {
        var client = server.connectPolling();
        server.io().emit("last");
        drain(TIME);
        assertThat(client.poll().take()).containsExactly("42[\"last\"]");
        assertThat(client.poll().isClosed()).isTrue();
        assertThat(log).containsExactly("drained");
    }

    @Test
    void newSessions_areRefused_fromTheFirstMoment() {
        connect(2);
        assertThat(server.io().isDraining()).isFalse();
        drain(TIME);
        assertThat(server.io().isDraining()).isTrue();
        assertThat(server.io().engine().allow(() -> TestClient.request(Map.of())))
                .hasValueSatisfying(refusal -> {
                    assertThat(refusal.status()).isEqualTo(503);
                    assertThat(refusal.upgradeStatus()).isEqualTo(503);
                    assertThat(refusal.isTemporary()).isTrue();
                    assertThat(refusal.context()).containsEntry("name", "DRAINING");
                });
        // one that had been allowed a moment before
        assertThat(TestClient.webSocket(server.io().engine()).isClosed()).isTrue();
    }

    @Test
    void clientsWhoseTurnHasNotCome_areServed_andMayLeaveByThemselves() {
        server.io().on("connection", socket -> socket.on("echo", event -> event.ack(event.get(0))));
        var clients = connect(3);
        drain(TIME);
        var others = clients.stream().filter(client -> !client.isClosed()).toList();
        assertThat(others).hasSize(2);
        for (var other : others) {
            assertThat(other.send("421[\"echo\",1]").take()).containsExactly("431[1]");
            other.breakOff();
        }
        assertThat(log).containsExactly("drained");
    }

    @Test
    void clientThatDoesNotTakeItsLastPackets_isNotWaitedForBeyondTheTime() {
        var client = server.connectPolling();
        drain(TIME);
        server.advance(TIME.minusMillis(1));
        assertThat(log).isEmpty();
        server.advance(Duration.ofMillis(1));
        assertThat(log).containsExactly("drained");
        assertThat(server.io().connections()).isEqualTo(1);
        assertThat(client.poll().isClosed()).isTrue();
        assertThat(server.io().connections()).isZero();
    }

    @Test
    void nobodyThere_isDoneAtOnce() {
        drain(TIME);
        assertThat(log).containsExactly("drained");
        drain(TIME);
        assertThat(log).containsExactly("drained", "drained");
        assertThat(server.world().time.waiting()).isZero();
    }

    @Test
    void calledAgain_theTimeThatEndsFirstCounts() {
        var clients = connect(100);
        drain(TIME);
        drain(Duration.ofHours(1));
        server.advance(MOVING.dividedBy(2));
        assertThat(closed(clients)).isBetween(49L, 52L);
        drain(Duration.ofMillis(100));
        server.advance(Duration.ofMillis(40));
        assertThat(closed(clients)).isBetween(70L, 80L);
        server.advance(Duration.ofMillis(40));
        assertThat(closed(clients)).isEqualTo(100);
        assertThat(log).containsExactly("drained", "drained", "drained");
    }

    @Test
    void close_endsADrain() {
        var clients = connect(5);
        server.connectPolling();
        drain(TIME);
        server.io().close();
        assertThat(closed(clients)).isEqualTo(5);
        assertThat(log).containsExactly("drained");
    }

    @Test
    void sessionThatIsBeingOpened_isClosedWhenItIsOpen() {
        server.io().engine().onConnection(session -> server.io().close());
        assertThat(TestClient.webSocket(server.io().engine()).isClosed()).isTrue();
        assertThat(server.io().connections()).isZero();
    }

    @Test
    void time_isBounded() {
        for (var wrong : List.of(Duration.ofNanos(-1), Duration.ofHours(25), Duration.ofSeconds(Long.MAX_VALUE))) {
            assertThatThrownBy(() -> server.io().drain(wrong)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(server.io().isDraining()).isFalse();
    }

    @Test
    void clientThatComesBackElsewhere_isServedThere_once() {
        var network = new MemoryNetwork(failure -> log.add(failure.toString()));
        var leaving = node(network.join());
        var staying = node(network.join());
        for (var node : List.of(leaving, staying)) {
            node.io().on("connection", socket -> socket.join("room"));
        }
        var client = leaving.connectWebSocket();
        leaving.io().drain(TIME);
        assertThat(client.isClosed()).isTrue();
        var back = staying.connectWebSocket();
        leaving.io().to("room").emit("from the one that leaves");
        staying.io().to("room").emit("from the one that stays");
        network.settle();
        assertThat(back.take())
                .containsExactlyInAnyOrder("42[\"from the one that leaves\"]", "42[\"from the one that stays\"]");
        assertThat(client.take()).isEmpty();
        assertThat(log).isEmpty();
    }

    private TestServer node(MemoryBus bus) {
        var world = server.world();
        return new TestServer(
                ServerOptions.defaults(), world, new ClusterAdapters(bus, world.environment()).of("/socket.io"));
    }

    private List<TestClient> connect(int count) {
        return IntStream.range(0, count)
                .mapToObj(number -> server.connectWebSocket())
                .toList();
    }

    private void drain(Duration time) {
        server.io().drain(time).thenRun(() -> log.add("drained"));
    }

    private static long closed(List<TestClient> clients) {
        return clients.stream().filter(TestClient::isClosed).count();
    }
}
