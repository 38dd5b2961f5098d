package io.parley.metrics;

import java.util.Map;
import java.util.TreeMap;

/**
 * The value that a metric has now for some tags.
 *
 * @param tags their values by their names; empty: there is one value
 * @param value a number of things, or of bytes, or of seconds
 */
public record Sample(Map<String, String> tags, double value) {
    /**
     * Keeps a copy of the tags.
     *
     * @param tags without nulls
     * @param value finite
     */
    public Sample {
        tags = Map.copyOf(tags);
    }

    /**
     * {@return the metric and its tags as one name: {@code parley.sessions{transport=polling}}}
     *
     * @param metric whose value it is
     */
    public String name(Metric metric) {
        return metric + (tags.isEmpty() ? "" : new TreeMap<>(tags).toString().replace(", ", ","));
    }
}
