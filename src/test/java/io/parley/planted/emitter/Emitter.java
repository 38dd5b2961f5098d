package io.parley.planted.emitter;

import io.parley.planted.Planted;

/** Uses what is below it, but for the API. */
public final class Emitter {
    static final class OverTheApi {
        final Class<?> api = Planted.class;
    }
}
