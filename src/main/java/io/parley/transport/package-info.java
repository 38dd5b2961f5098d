/**
 * HTTP and WebSocket as Engine.IO transports: the one servlet, long-polling, the upgrade.
 *
 * <p>The only place besides {@code webapp} that knows servlets and Jakarta WebSocket; knows nothing of Socket.IO.
 * Container threads come in here, decode, and call the {@code engine}; none ever waits for a session. What belongs to sessions
 * of other nodes is handed to them by the {@code Relay}. Uses {@code engine}, {@code cluster} and {@code kernel}.
 */
@NullMarked
package io.parley.transport;

import org.jspecify.annotations.NullMarked;
