package io.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Supplier;

/**
 * Figures of the rows that name one. They are taken and asserted in the full run only, the best of some attempts since
 * machines have other things to do, and printed.
 */
final class Measured {
    private static final int ATTEMPTS = 5;

    private Measured() {}

    /**
     * A figure is not above a bound.
     *
     * @param what the row and what is measured
     * @param unit in which
     */
    static void atMost(double most, String unit, String what, Supplier<Double> attempt) {
        if (!Intensity.isFull()) {
            return;
        }
        double best = Double.MAX_VALUE;
        var all = new StringBuilder();
        for (int i = 0; i < ATTEMPTS && best > most; i++) {
            double figure = attempt.get();
            best = Math.min(best, figure);
            all.append(" %.2f".formatted(figure));
        }
        System.out.printf(
                "%s on %s:%s %s, allowed: %.2f%n", what, System.getProperty("arquillian.launch"), all, unit, most);
        assertThat(best).as(what).isLessThanOrEqualTo(most);
    }
}
