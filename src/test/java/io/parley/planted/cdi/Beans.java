package io.parley.planted.cdi;

import io.parley.planted.engine.Engine;

/** Goes past the API, too. */
public final class Beans {
    static final class PastTheEndpoints {
        final Class<?> inside = Engine.class;
    }
}
