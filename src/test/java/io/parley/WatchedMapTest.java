package io.parley;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever changes the map is told. */
final class WatchedMapTest {
    private final AtomicInteger told = new AtomicInteger();
    private final WatchedMap<String, Integer> map = new WatchedMap<>(told::incrementAndGet);

    @ParameterizedTest
    @MethodSource
    void changes(Consumer<Map<String, Integer>> change) {
        map.put("a", 1);
        map.put("b", 2);
        told.set(0);
        var expected = new ConcurrentHashMap<>(map);
        change.accept(expected);
        change.accept(map);
        assertThat(map).isEqualTo(expected).isNotEqualTo(Map.of("a", 1, "b", 2));
        assertThat(told).hasPositiveValue();
    }

    static Stream<Consumer<Map<String, Integer>>> changes() {
        return Stream.of(
                map -> map.put("c", 3),
                map -> map.putAll(Map.of("c", 3, "d", 4)),
                map -> map.putIfAbsent("c", 3),
                map -> map.remove("a"),
                map -> map.remove("a", 1),
                map -> map.replace("a", 7),
                map -> map.replace("a", 1, 7),
                map -> map.replaceAll((key, value) -> value + 1),
                map -> map.merge("a", 5, Integer::sum),
                map -> map.merge("a", 5, (one, other) -> null),
                map -> map.compute("c", (key, value) -> 1),
                map -> map.computeIfAbsent("c", key -> 1),
                map -> map.computeIfPresent("a", (key, value) -> 9),
                map -> map.keySet().remove("a"),
                map -> map.values().removeIf(value -> value == 2),
                map -> map.entrySet().forEach(entry -> entry.setValue(6)),
                map -> map.entrySet().removeIf(entry -> entry.getValue() == 2),
                Map::clear);
    }
}
