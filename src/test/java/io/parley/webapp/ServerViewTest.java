package io.parley.webapp;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.ServerOptions;
import io.parley.adapter.ClusterAdapters;
import io.parley.testing.MemoryNetwork;
import io.parley.testing.TestServer;
import io.parley.testing.World;
import io.parley.transport.Relay;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ServerViewTest {
    private final World world = new World();
    private final List<Throwable> failures = new ArrayList<>();
    private final MemoryNetwork network = new MemoryNetwork(failures::add);

    @Test
    void counters_areThoseOfTheLimitsAndOfTheBus_byName() {
        var bus = network.join();
        var io = new TestServer(
                        ServerOptions.defaults(), world, new ClusterAdapters(bus, world.environment()).of("/socket.io"))
                .io();
        network.join().subscribe(frame -> {});
        io.emit("hi");
        network.settle();

        new Relay(bus, "/socket.io", io.engine(), world.environment(), Runnable::run);
        var view = new ServerView(io, Map.of());
        assertThat(view.getClusterCounters())
                .containsEntry("sent.frames", bus.counters().sent().frames())
                .containsEntry("ring.bytes", bus.counters().ring().bytes())
                .containsEntry("gaps.lost", 0L)
                .containsKeys(
                        "sent.dropped",
                        "sent.heartbeats",
                        "received.frames",
                        "received.forged",
                        "gaps.announced",
                        "gaps.repaired",
                        "ring.frames",
                        "lag.queuedBytes",
                        "lag.queuedMillis",
                        "lag.missingFrames");
        assertThat(view.getClusterCounters().get("sent.frames")).isPositive();
        assertThat(view.getNodes()).hasSize(2).contains(view.getNodeId());
        assertThat(view.getLimitHits()).containsEntry("queued-bytes", 0L);
        assertThat(view.getRelayCounters())
                .containsOnlyKeys(
                        "door.polls",
                        "door.posts",
                        "door.webSockets",
                        "door.waiting",
                        "door.refused",
                        "door.lost",
                        "owner.polls",
                        "owner.posts",
                        "owner.webSockets",
                        "owner.refused",
                        "owner.lost");
        assertThat(view.getMetrics())
                .containsEntry("parley.cluster.frames.sent", (double)
                        bus.counters().sent().frames())
                .containsEntry("parley.cluster.nodes", 2.0)
                .containsEntry("parley.relay.requests{kind=poll,side=door}", 0.0);
        assertThat(failures).isEmpty();
    }

    @Test
    void withoutACluster_thereAreNoCountersOfIt() {
        var io = new TestServer().io();
        var view = new ServerView(io, Map.of());
        assertThat(view.getClusterCounters()).isEmpty();
        assertThat(view.getRelayCounters()).isEmpty();
        assertThat(view.getMetrics().keySet()).noneMatch(name -> name.startsWith("parley.cluster.frames"));
    }

    @Test
    void metrics_areAllThatIsMeasured_byNameAndTags() {
        var server = new TestServer();
        server.io().on("connection", socket -> socket.on("hi", event -> event.ack()));
        server.connectWebSocket().send("420[\"hi\"]");
        server.openPolling();
        assertThat(new ServerView(server.io(), Map.of()).getMetrics())
                .containsEntry("socketio.event.handled{namespace=/}", 1.0)
                .containsEntry("socketio.ack.sent{namespace=/}", 1.0)
                .containsEntry("socketio.event.processing.time{namespace=/}", 0.0)
                .containsEntry("parley.sessions{transport=polling}", 1.0)
                .containsEntry("parley.sessions{transport=websocket}", 1.0)
                .containsEntry("socketio.disconnect.total{namespace=/,reason=ping timeout}", 0.0)
                .containsEntry("parley.limit.hits{limit=queued-bytes}", 0.0);
    }
}
