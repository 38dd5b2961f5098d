package io.parley.planted.testkit;

import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.extension.Extension;

/** May use JUnit. */
public final class Kit implements Extension {
    static final class Asserts {
        final Class<?> library = Assertions.class;
    }
}
