package io.parley.kernel;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts things of a few kinds that are all known from the beginning. Thread-safe, without locks.
 *
 * @param <K> the kinds; {@code toString} names them
 */
public final class Tally<K> {
    /** Never changes. */
    private final Map<K, LongAdder> counts = new LinkedHashMap<>();

    /**
     * With zero for each.
     *
     * @param kinds all there are
     */
    public Tally(Collection<K> kinds) {
        kinds.forEach(kind -> counts.put(kind, new LongAdder()));
    }

    /**
     * Counts.
     *
     * @param kind one of those it was made with
     * @param more how many; may be negative
     */
    public void add(K kind, long more) {
        Objects.requireNonNull(counts.get(kind)).add(more);
    }

    /** {@return the counts by the names of their kinds, in the order of these; a copy, immutable} */
    public Map<String, Long> byName() {
        var named = new LinkedHashMap<String, Long>();
        counts.forEach((kind, count) -> named.put(kind.toString(), count.sum()));
        return Collections.unmodifiableMap(named);
    }
}
