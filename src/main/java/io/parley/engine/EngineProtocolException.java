package io.parley.engine;

/** A peer sent what is not Engine.IO. Stackless: it tells of the peer, not of us. */
public final class EngineProtocolException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    EngineProtocolException(String message) {
        super(message, null, false, false);
    }
}
