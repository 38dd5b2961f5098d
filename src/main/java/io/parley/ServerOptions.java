package io.parley;

import io.parley.engine.EngineOptions;
import io.parley.engine.TransportName;
import io.parley.packet.ParserLimits;
import java.time.Duration;
import java.util.Set;

/**
 * How a server behaves. Immutable; the defaults are those of the reference where it has one.
 *
 * @param path where clients find the server, below the context path; starts with a slash and does not end with one
 * @param connectTimeout how long a connection may take to join its first namespace; later: it is closed
 * @param maxNamespaces namespaces of one connection; one more is refused with "too many namespaces"
 * @param maxRooms rooms of one socket, its own included; {@link Socket#join} throws beyond
 * @param maxPendingAcks answers that one client may owe; {@link Socket#emitWithAck} fails beyond
 * @param engine transports, heartbeat, payload and queues
 * @param parser what a packet may be like
 */
public record ServerOptions(
        String path,
        Duration connectTimeout,
        int maxNamespaces,
        int maxRooms,
        int maxPendingAcks,
        EngineOptions engine,
        ParserLimits parser) {
    public ServerOptions {
        if (!path.matches("(/[A-Za-z0-9._~-]+)+")) {
            throw new IllegalArgumentException(
                    "path must be like /socket.io, of letters, digits and ._~- only, but is " + path);
        }
        if (connectTimeout.isNegative() || connectTimeout.isZero()) {
            throw new IllegalArgumentException("connectTimeout must be more than 0, but is " + connectTimeout);
        }
        if (maxNamespaces <= 0 || maxRooms <= 0 || maxPendingAcks <= 0) {
            throw new IllegalArgumentException("maxNamespaces, maxRooms and maxPendingAcks must be positive");
        }
    }

    /** The defaults. */
    public static ServerOptions defaults() {
        return new ServerOptions(
                "/socket.io",
                Duration.ofSeconds(45),
                16,
                256,
                1000,
                new EngineOptions(
                        Duration.ofSeconds(25),
                        Duration.ofSeconds(20),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(30),
                        1_000_000,
                        1_000_000,
                        1000,
                        Set.of(TransportName.POLLING, TransportName.WEBSOCKET)),
                ParserLimits.defaults());
    }
}
