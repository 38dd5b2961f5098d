package io.parley.planted.endpoint;

import io.parley.planted.engine.Engine;

/** Goes past the API. */
public final class Endpoint {
    static final class PastTheApi {
        final Class<?> inside = Engine.class;
    }
}
