package io.parley.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who waits for room, and when it goes on. */
final class InflowTest {
    private final List<String> log = new ArrayList<>();
    private final Inflow inflow = new Inflow(1, () -> {});

    @Test
    void withRoom_nobodyWaits() {
        inflow.whenOpen(() -> log.add("now"));
        assertThat(log).containsExactly("now");
    }

    @Test
    void whoWaits_goesOnInOrder_once() {
        inflow.entered();
        inflow.whenOpen(() -> log.add("first"));
        inflow.whenOpen(() -> log.add("second"));
        assertThat(log).isEmpty();
        inflow.left();
        assertThat(log).containsExactly("first", "second");

        inflow.entered();
        inflow.whenOpen(() -> log.add("later"));
        inflow.left();
        assertThat(log).containsExactly("first", "second", "later");
    }
}
