package io.parley.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.parley.metrics.Metric;
import io.parley.metrics.Metric.Kind;
import io.parley.testing.TestServer;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class ParleyMetersTest {
    @RegisterExtension
    final TestServer server = new TestServer();

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @Test
    void meters_haveTheValuesOfTheMetrics() {
        new ParleyMeters(server.io()).bindTo(registry);
        server.io().on("connection", socket -> socket.on("hi", event -> server.advance(Duration.ofMillis(7))));
        server.connectWebSocket().send("42[\"hi\"]").send("42[\"hi\"]");
        server.openPolling();

        assertThat(registry.get("socketio.event.handled")
                        .tags("namespace", "/", "server", "/socket.io")
                        .functionCounter()
                        .count())
                .isEqualTo(2);
        assertThat(registry.get("parley.sessions")
                        .tag("transport", "polling")
                        .gauge()
                        .value())
                .isEqualTo(1);
        var timer = registry.get("socketio.event.processing.time")
                .tag("namespace", "/")
                .timer();
        assertThat(timer.count()).isEqualTo(2);
        assertThat(timer.totalTime(TimeUnit.MILLISECONDS)).isEqualTo(14);
        assertThat(timer.max(TimeUnit.MILLISECONDS)).isEqualTo(7);
    }

    @Test
    void answers_areTimed() {
        new ParleyMeters(server.io()).bindTo(registry);
        server.io().on("connection", socket -> socket.emitWithAck("question"));
        var client = server.connectWebSocket();
        server.advance(Duration.ofMillis(30));
        client.send("430[]");
        assertThat(registry.get("socketio.ack.latency").timer().totalTime(TimeUnit.MILLISECONDS))
                .isEqualTo(30);
    }

    @Test
    void everyMetricThatHasValues_isAMeter() {
        new ParleyMeters(server.io()).bindTo(registry);
        var names = registry.getMeters().stream()
                .map(meter -> meter.getId().getName())
                .distinct()
                .toList();
        assertThat(names)
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(Metric.values())
                        .filter(metric -> metric.kind() != Kind.TIME)
                        .filter(metric -> !metric.samples(server.io()).isEmpty())
                        .map(Metric::toString)
                        .toList());
    }

    @Test
    void aNamespaceThatComesLater_hasMetersOfItsOwn() {
        new ParleyMeters(server.io()).bindTo(registry);
        server.io().of("/later");
        server.openWebSocket().send("40/later,");
        assertThat(registry.get("socketio.connect.total")
                        .tag("namespace", "/later")
                        .functionCounter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void closed_nothingIsLeft_andNothingComes() {
        var meters = new ParleyMeters(server.io());
        meters.bindTo(registry);
        meters.close();
        server.io().of("/later");
        server.io().on("connection", socket -> socket.on("hi", event -> {}));
        server.connectWebSocket().send("42[\"hi\"]");
        assertThat(registry.getMeters()).isEmpty();
    }

    @Test
    void theGlobalRegistry_isBoundAndFreed() {
        Metrics.addRegistry(registry);
        try {
            var unbind = ParleyMeters.bindGlobally(server.io());
            server.openWebSocket();
            assertThat(registry.get("parley.sessions.opened")
                            .tag("transport", "websocket")
                            .functionCounter()
                            .count())
                    .isEqualTo(1);
            unbind.run();
            assertThat(registry.getMeters()).isEmpty();
        } finally {
            Metrics.removeRegistry(registry);
        }
    }
}
