package io.parley.engine;

import io.parley.kernel.Limit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A peer sent what is not Engine.IO. Stackless: it tells of the peer, not of us. */
public final class EngineProtocolException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final @Nullable Limit limit;

    EngineProtocolException(String message) {
        super(message, null, false, false);
        this.limit = null;
    }

    EngineProtocolException(String message, Limit limit) {
        super(message, null, false, false);
        this.limit = limit;
    }

    /** {@return the limit that was exceeded; empty if it would be no Engine.IO with any limits} */
    public Optional<Limit> limit() {
        return Optional.ofNullable(limit);
    }
}
