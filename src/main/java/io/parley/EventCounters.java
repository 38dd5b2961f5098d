package io.parley;

import java.time.Duration;
import java.util.Map;

/**
 * What has happened in a namespace on this node since the server was made.
 *
 * @param connected sockets that are in it now
 * @param connects sockets that have joined
 * @param disconnects sockets that have left, by {@link DisconnectReason}
 * @param refused sockets that middlewares have not let in
 * @param received events of clients that have come to the socket's listeners or middlewares
 * @param handled of these: listeners have heard it, and none has thrown
 * @param failed of these: a middleware has refused it, or a listener has thrown
 * @param unknown of these: nobody listens
 * @param handling how long middlewares and listeners have taken, all together, those of unknown events not included
 * @param sent events that were given to connections, once for each socket; a lossy one perhaps to be dropped
 * @param acksSent answers to events of clients
 * @param acksReceived answers of clients
 * @param acksMissing answers of clients that have not come: in time, or because the socket is gone
 * @param answering how long clients have taken for the answers that have come, all together
 * @param roomMembers places in rooms that are taken now; rooms of a socket alone, and of a user, do not count here and below
 * @param roomJoins how often a socket has joined a room
 * @param roomLeaves how often one has left a room
 */
public record EventCounters(
        long connected,
        long connects,
        Map<String, Long> disconnects,
        long refused,
        long received,
        long handled,
        long failed,
        long unknown,
        Duration handling,
        long sent,
        long acksSent,
        long acksReceived,
        long acksMissing,
        Duration answering,
        long roomMembers,
        long roomJoins,
        long roomLeaves) {}
