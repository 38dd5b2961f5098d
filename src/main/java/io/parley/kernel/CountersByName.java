package io.parley.kernel;

import java.util.Map;
import java.util.TreeMap;

/** Records of counters as figures with names: {@code gaps.lost} is the component {@code lost} of the component {@code gaps}. */
public final class CountersByName {
    private CountersByName() {}

    /**
     * {@return the components of a record by their names, and those of the records in it; a copy}
     *
     * @param counters public, and made of {@code long} and of such records
     */
    public static Map<String, Long> of(Record counters) {
        var collected = new TreeMap<String, Long>();
        collect("", counters, collected);
        return collected;
    }

    private static void collect(String prefix, Record counters, Map<String, Long> collected) {
        for (var component : counters.getClass().getRecordComponents()) {
            var name = prefix + component.getName();
            try {
                var value = component.getAccessor().invoke(counters);
                if (value instanceof Record inner) {
                    collect(name + ".", inner, collected);
                } else {
                    collected.put(name, (Long) value);
                }
            } catch (ReflectiveOperationException impossible) {
                throw new LinkageError("a counter cannot be read", impossible);
            }
        }
    }
}
