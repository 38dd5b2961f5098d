package io.parley.transport;

import io.parley.engine.ResponseHeaders;
import org.jspecify.annotations.Nullable;

/** Whether a request may come from where its {@code Origin} says. The place for every rule about origins but CORS. */
final class OriginCheck {
    private OriginCheck() {}

    /** @param origin null if the request has none */
    static boolean accepts(@Nullable String origin) {
        return origin == null || ResponseHeaders.isLegalValue(origin);
    }
}
