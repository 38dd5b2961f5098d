package io.parley.micrometer;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.parley.LatencyListener;
import io.parley.SocketIoServer;
import io.parley.metrics.Metric;
import io.parley.metrics.Metric.Kind;
import io.parley.metrics.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/**
 * The {@linkplain Metric metrics} of a server as meters, with the tag {@code server}, which is its path. Times are timers:
 * whoever wants histograms of them asks for that by a {@code MeterFilter}. In a web application all servers are bound to
 * {@link Metrics#globalRegistry} by themselves; bind them to other registries with this class. Thread-safe.
 */
public final class ParleyMeters implements MeterBinder, AutoCloseable {
    private final SocketIoServer io;
    private final List<Bound> bindings = new CopyOnWriteArrayList<>();

    /**
     * Registers nothing yet.
     *
     * @param io may have been started already
     */
    public ParleyMeters(SocketIoServer io) {
        this.io = io;
        io.onNewNamespace(namespace -> bindings.forEach(Bound::registerWhatIsNew));
    }

    /**
     * Binds a server to the global registry.
     *
     * @param io may have been started already
     * @return takes its meters out again
     */
    public static Runnable bindGlobally(SocketIoServer io) {
        var meters = new ParleyMeters(io);
        meters.bindTo(Metrics.globalRegistry);
        return meters::close;
    }

    /**
     * Registers all meters, and those of namespaces that come later.
     *
     * @param registry may have other meters
     */
    @Override
    public void bindTo(MeterRegistry registry) {
        var bound = new Bound(registry);
        bindings.add(bound);
        bound.registerWhatIsNew();
        io.onLatency(bound);
    }

    /** Takes all meters out of their registries. */
    @Override
    public void close() {
        bindings.forEach(Bound::remove);
        bindings.clear();
    }

    /** What is in one registry. */
    private final class Bound implements LatencyListener {
        private final MeterRegistry registry;
        private final Set<Series> known = ConcurrentHashMap.newKeySet();
        private final Set<Meter> meters = ConcurrentHashMap.newKeySet();
        private final Map<String, Timer> processing = new ConcurrentHashMap<>();
        private final Map<String, Timer> answering = new ConcurrentHashMap<>();
        private volatile boolean removed;

        Bound(MeterRegistry registry) {
            this.registry = registry;
        }

        void registerWhatIsNew() {
            for (var metric : Metric.values()) {
                if (metric.kind() != Kind.TIME) {
                    metric.samples(io).forEach(sample -> register(new Series(metric, sample.tags())));
                }
            }
        }

        private void register(Series series) {
            if (!known.add(series)) {
                return;
            }
            var metric = series.metric;
            var unit = metric.unit().isEmpty() ? null : metric.unit();
            meters.add(
                    metric.kind() == Kind.COUNTER
                            ? FunctionCounter.builder(metric.toString(), io, series::value)
                                    .tags(tags(series.tags))
                                    .baseUnit(unit)
                                    .description(metric.description())
                                    .register(registry)
                            : Gauge.builder(metric.toString(), io, series::value)
                                    .tags(tags(series.tags))
                                    .baseUnit(unit)
                                    .description(metric.description())
                                    .register(registry));
        }

        @Override
        public void handled(String namespace, long nanos) {
            record(processing, Metric.PROCESSING_TIME, namespace, nanos);
        }

        @Override
        public void answered(String namespace, long nanos) {
            record(answering, Metric.ACK_LATENCY, namespace, nanos);
        }

        private void record(Map<String, Timer> timers, Metric metric, String namespace, long nanos) {
            if (!removed) {
                timers.computeIfAbsent(namespace, name -> timer(metric, name)).record(nanos, TimeUnit.NANOSECONDS);
            }
        }

        private Timer timer(Metric metric, String namespace) {
            var timer = Timer.builder(metric.toString())
                    .tags(tags(Map.of("namespace", namespace)))
                    .description(metric.description())
                    .register(registry);
            meters.add(timer);
            return timer;
        }

        void remove() {
            removed = true;
            meters.forEach(registry::remove);
        }

        private List<Tag> tags(Map<String, String> tags) {
            var all = new ArrayList<Tag>();
            all.add(Tag.of("server", io.options().path()));
            tags.forEach((name, value) -> all.add(Tag.of(name, value)));
            return all;
        }
    }

    /** The values of a metric with certain tags. */
    private record Series(Metric metric, Map<String, String> tags) {
        double value(SocketIoServer io) {
            return metric.samples(io).stream()
                    .filter(sample -> sample.tags().equals(tags))
                    .mapToDouble(Sample::value)
                    .findFirst()
                    .orElse(Double.NaN);
        }
    }
}
