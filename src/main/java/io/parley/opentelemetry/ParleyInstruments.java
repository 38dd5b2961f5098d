package io.parley.opentelemetry;

import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.ObservableDoubleMeasurement;
import io.parley.LatencyListener;
import io.parley.SocketIoServer;
import io.parley.metrics.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The {@linkplain Metric metrics} of a server as instruments, with the attribute {@code server}, which is its path. Times are
 * histograms. In a web application all servers are registered by themselves with {@link GlobalOpenTelemetry}, if that has been
 * set before the web application starts; register them with others, or later, with this class. Thread-safe.
 */
public final class ParleyInstruments implements AutoCloseable {
    private static final AttributeKey<String> SERVER = AttributeKey.stringKey("server");
    private static final AttributeKey<String> NAMESPACE = AttributeKey.stringKey("namespace");

    private final SocketIoServer io;
    private final List<AutoCloseable> instruments = new ArrayList<>();
    private volatile boolean closed;

    private ParleyInstruments(SocketIoServer io) {
        this.io = io;
    }

    /**
     * Registers the instruments of a server.
     *
     * @param telemetry where
     * @param io may have been started already
     * @return takes them out again
     */
    public static ParleyInstruments register(OpenTelemetry telemetry, SocketIoServer io) {
        var meter = telemetry.getMeter("io.parley");
        var registered = new ParleyInstruments(io);
        for (var metric : Metric.values()) {
            switch (metric.kind()) {
                case COUNTER -> registered.instruments.add(registered.counter(meter, metric));
                case GAUGE -> registered.instruments.add(registered.gauge(meter, metric));
                case TIME -> {}
            }
        }
        io.onLatency(
                registered.new Times(histogram(meter, Metric.PROCESSING_TIME), histogram(meter, Metric.ACK_LATENCY)));
        return registered;
    }

    /**
     * Registers a server with the global telemetry, if there is one: asking for one that is not set would keep the application
     * from setting it.
     *
     * @param io may have been started already
     * @return takes its instruments out again
     */
    public static Runnable registerGlobally(SocketIoServer io) {
        return GlobalOpenTelemetry.isSet() ? register(GlobalOpenTelemetry.get(), io)::close : () -> {};
    }

    /** Takes the instruments out. */
    @Override
    public void close() {
        closed = true;
        for (var instrument : instruments) {
            try {
                instrument.close();
            } catch (Exception impossible) {
                throw new IllegalStateException(impossible);
            }
        }
    }

    private AutoCloseable counter(Meter meter, Metric metric) {
        return meter.counterBuilder(metric.toString())
                .ofDoubles()
                .setUnit(unit(metric))
                .setDescription(metric.description())
                .buildWithCallback(measurement -> observe(metric, measurement));
    }

    private AutoCloseable gauge(Meter meter, Metric metric) {
        return meter.gaugeBuilder(metric.toString())
                .setUnit(unit(metric))
                .setDescription(metric.description())
                .buildWithCallback(measurement -> observe(metric, measurement));
    }

    private static DoubleHistogram histogram(Meter meter, Metric metric) {
        return meter.histogramBuilder(metric.toString())
                .setUnit(unit(metric))
                .setDescription(metric.description())
                .build();
    }

    private static String unit(Metric metric) {
        return switch (metric.unit()) {
            case "bytes" -> "By";
            case "seconds" -> "s";
            default -> "1";
        };
    }

    private void observe(Metric metric, ObservableDoubleMeasurement measurement) {
        metric.samples(io).forEach(sample -> measurement.record(sample.value(), attributes(sample.tags())));
    }

    private Attributes attributes(Map<String, String> tags) {
        var attributes = Attributes.builder().put(SERVER, io.options().path());
        tags.forEach(attributes::put);
        return attributes.build();
    }

    /** Each time goes into its histogram. */
    private final class Times implements LatencyListener {
        private final DoubleHistogram processing;
        private final DoubleHistogram answering;

        Times(DoubleHistogram processing, DoubleHistogram answering) {
            this.processing = processing;
            this.answering = answering;
        }

        @Override
        public void handled(String namespace, long nanos) {
            record(processing, namespace, nanos);
        }

        @Override
        public void answered(String namespace, long nanos) {
            record(answering, namespace, nanos);
        }

        private void record(DoubleHistogram histogram, String namespace, long nanos) {
            if (!closed) {
                histogram.record(nanos / 1e9, Attributes.of(SERVER, io.options().path(), NAMESPACE, namespace));
            }
        }
    }
}
