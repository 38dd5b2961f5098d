package io.parley.kernel;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/** How often each {@link Limit} was hit since the start. Thread-safe, without locks. */
public final class LimitCounters {
    /** Has all the limits, and never changes. */
    private final Map<Limit, LongAdder> counters = new EnumMap<>(Limit.class);

    private final Consumer<Limit> listener;

    /** With zero for each. */
    public LimitCounters() {
        this(limit -> {});
    }

    /**
     * With zero for each.
     *
     * @param listener told of each {@link #hit}, after it is counted, on the thread that counts it; must return quickly
     */
    public LimitCounters(Consumer<Limit> listener) {
        this.listener = listener;
        for (var limit : Limit.values()) {
            counters.put(limit, new LongAdder());
        }
    }

    /**
     * Counts that a limit was hit, and tells who listens.
     *
     * @param limit the one that was hit
     */
    public void hit(Limit limit) {
        count(limit);
        listener.accept(limit);
    }

    /**
     * Counts that a limit was hit, and tells nobody.
     *
     * @param limit the one that was hit
     */
    public void count(Limit limit) {
        Objects.requireNonNull(counters.get(limit)).increment();
    }

    /**
     * {@return how often a limit was hit}
     *
     * @param limit the one in question
     */
    public long hits(Limit limit) {
        return Objects.requireNonNull(counters.get(limit)).sum();
    }

    /** {@return how often each was hit, those that never were included; a copy, immutable} */
    public Map<Limit, Long> snapshot() {
        var hits = new EnumMap<Limit, Long>(Limit.class);
        counters.forEach((limit, counter) -> hits.put(limit, counter.sum()));
        return Collections.unmodifiableMap(hits);
    }
}
