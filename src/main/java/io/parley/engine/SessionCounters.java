package io.parley.engine;

import java.util.Map;

/**
 * What the sessions of a server have done since it was made.
 *
 * @param open how many there are now, those that are closing included, by transport
 * @param opened how many there were, by the transport they began with
 * @param upgraded how many have changed from polling to WebSocket
 * @param closed how many have ended, by {@link CloseReason}
 * @param refused requests that were refused, by {@link Refusal#reasons()}
 * @param received packets and their bytes that have come in, before those of WebSocket frames and of HTTP
 * @param sent packets and their bytes that were given to transports
 * @param queuedBytes that wait now for peers to take them
 */
public record SessionCounters(
        Map<String, Long> open,
        Map<String, Long> opened,
        long upgraded,
        Map<String, Long> closed,
        Map<String, Long> refused,
        Traffic received,
        Traffic sent,
        long queuedBytes) {
    /**
     * Keeps copies of the maps.
     *
     * @param open complete
     * @param opened complete
     * @param upgraded 0 or more
     * @param closed complete
     * @param refused complete
     * @param received in one direction
     * @param sent in the other
     * @param queuedBytes 0 or more
     */
    public SessionCounters {
        open = Map.copyOf(open);
        opened = Map.copyOf(opened);
        closed = Map.copyOf(closed);
        refused = Map.copyOf(refused);
    }

    /**
     * What has gone one way. Packets of heartbeats are counted, those of upgrades are not.
     *
     * @param packets of Engine.IO
     * @param bytes of them
     */
    public record Traffic(long packets, long bytes) {}
}
