package io.parley.engine;

import java.util.Optional;

/** The transports; {@link #toString} is the name on the wire. */
public enum TransportName {
    /** HTTP long-polling. */
    POLLING("polling"),
    /** WebSocket. */
    WEBSOCKET("websocket");

    private final String wire;

    TransportName(String wire) {
        this.wire = wire;
    }

    /**
     * {@return the transport of that name, if it is one}
     *
     * @param wire the name on the wire, in lower case
     */
    public static Optional<TransportName> of(String wire) {
        for (var name : values()) {
            if (name.wire.equals(wire)) {
                return Optional.of(name);
            }
        }
        return Optional.empty();
    }

    @Override
    public String toString() {
        return wire;
    }
}
