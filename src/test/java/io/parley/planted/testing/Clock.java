package io.parley.planted.testing;

import io.parley.planted.testkit.Kit;
import java.util.Random;

/** May throw dice. */
final class Clock {
    final Random dice = new Random(0);

    static final class KnowsTheKit {
        final Class<?> upward = Kit.class;
    }
}
