package io.parley.opentelemetry;

import static io.opentelemetry.sdk.testing.assertj.OpenTelemetryAssertions.assertThat;

import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import io.parley.metrics.Metric;
import io.parley.metrics.Metric.Kind;
import io.parley.testing.TestServer;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class ParleyInstrumentsTest {
    private static final AttributeKey<String> SERVER = AttributeKey.stringKey("server");
    private static final AttributeKey<String> NAMESPACE = AttributeKey.stringKey("namespace");

    @RegisterExtension
    final TestServer server = new TestServer();

    private final InMemoryMetricReader reader = InMemoryMetricReader.create();
    private final OpenTelemetrySdk telemetry = OpenTelemetrySdk.builder()
            .setMeterProvider(
                    SdkMeterProvider.builder().registerMetricReader(reader).build())
            .build();

    @AfterEach
    void close() {
        telemetry.close();
    }

    private MetricData collect(String name) {
        return reader.collectAllMetrics().stream()
                .filter(data -> data.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void instruments_haveTheValuesOfTheMetrics() {
        ParleyInstruments.register(telemetry, server.io());
        server.io().on("connection", socket -> socket.on("hi", event -> server.advance(Duration.ofMillis(7))));
        server.connectWebSocket().send("42[\"hi\"]").send("42[\"hi\"]");
        var root = Attributes.of(SERVER, "/socket.io", NAMESPACE, "/");

        assertThat(collect("socketio.event.handled")).hasDoubleSumSatisfying(sum -> sum.isMonotonic()
                .hasPointsSatisfying(point -> point.hasValue(2).hasAttributes(root)));
        assertThat(collect("socketio.clients.connected"))
                .hasDoubleGaugeSatisfying(gauge ->
                        gauge.hasPointsSatisfying(point -> point.hasValue(1).hasAttributes(root)));
        assertThat(collect("socketio.event.processing.time"))
                .hasUnit("s")
                .hasHistogramSatisfying(histogram -> histogram.hasPointsSatisfying(
                        point -> point.hasCount(2).hasSum(0.014).hasAttributes(root)));
        assertThat(collect("parley.bytes.received")).hasUnit("By");
    }

    @Test
    void everyMetricThatHasValues_isAnInstrument() {
        ParleyInstruments.register(telemetry, server.io());
        var names = reader.collectAllMetrics().stream().map(MetricData::getName).toList();
        assertThat(names)
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(Metric.values())
                        .filter(metric -> metric.kind() != Kind.TIME)
                        .filter(metric -> !metric.samples(server.io()).isEmpty())
                        .map(Metric::toString)
                        .toList());
    }

    @Test
    void closed_nothingIsLeft() {
        ParleyInstruments.register(telemetry, server.io()).close();
        server.io().on("connection", socket -> socket.on("hi", event -> {}));
        server.connectWebSocket().send("42[\"hi\"]");
        assertThat(reader.collectAllMetrics()).isEmpty();
    }

    @Test
    void theGlobalOne_isUsedOnlyIfItIsSet() {
        ParleyInstruments.registerGlobally(server.io()).run();
        assertThat(GlobalOpenTelemetry.isSet()).isFalse();
        try {
            GlobalOpenTelemetry.set(telemetry);
            var unregister = ParleyInstruments.registerGlobally(server.io());
            assertThat(collect("parley.queue.bytes").getDoubleGaugeData().getPoints())
                    .hasSize(1);
            unregister.run();
            assertThat(reader.collectAllMetrics()).isEmpty();
        } finally {
            GlobalOpenTelemetry.resetForTest();
        }
    }
}
