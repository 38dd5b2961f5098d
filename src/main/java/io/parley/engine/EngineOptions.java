package io.parley.engine;

import java.time.Duration;
import java.util.Set;

/**
 * How sessions behave.
 *
 * @param pingInterval between two pings of the server
 * @param pingTimeout how long a pong may take; later: closed, "ping timeout"
 * @param upgradeTimeout how long an upgrade may take; later: the WebSocket is closed, polling goes on
 * @param writeTimeout how long a WebSocket may take to send a batch; later: closed, "transport error"
 * @param closeTimeout how long a closing session waits for the poll that takes its last packets
 * @param maxPayloadBytes bytes of one POST body or one WebSocket message; larger: 413 and the session lives on, or
 *     close code 1009. Told to the client in the handshake
 * @param maxQueuedBytes bytes of packets that wait for a slow peer, besides one batch of any size; more: closed,
 *     "transport error"
 * @param maxQueuedEvents received events that wait for their handlers; more: the next POST is answered later, the
 *     WebSocket is not read on
 * @param transports those that a session may start with or upgrade to
 */
public record EngineOptions(
        Duration pingInterval,
        Duration pingTimeout,
        Duration upgradeTimeout,
        Duration writeTimeout,
        Duration closeTimeout,
        int maxPayloadBytes,
        int maxQueuedBytes,
        int maxQueuedEvents,
        Set<TransportName> transports) {
    public EngineOptions {
        positive("pingInterval", pingInterval);
        positive("pingTimeout", pingTimeout);
        positive("upgradeTimeout", upgradeTimeout);
        positive("writeTimeout", writeTimeout);
        positive("closeTimeout", closeTimeout);
        positive("maxPayloadBytes", maxPayloadBytes);
        positive("maxQueuedBytes", maxQueuedBytes);
        positive("maxQueuedEvents", maxQueuedEvents);
        transports = Set.copyOf(transports);
        if (transports.isEmpty()) {
            throw new IllegalArgumentException("transports must not be empty");
        }
    }

    private static void positive(String name, Duration duration) {
        if (duration.isNegative() || duration.isZero() || duration.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException(name + " must be more than 0 and at most 1 day, but is " + duration);
        }
    }

    private static void positive(String name, int number) {
        if (number <= 0) {
            throw new IllegalArgumentException(name + " must be positive, but is " + number);
        }
    }
}
