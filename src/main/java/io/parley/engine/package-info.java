/**
 * Engine.IO protocol 4, and 3 for old clients: packets, payloads, sessions, heartbeat, upgrade.
 *
 * <p>Knows nothing of servlets, WebSocket containers or Socket.IO. A {@link io.parley.engine.Transport} brings packets
 * in and takes packets out; an {@link io.parley.engine.EngineListener} is the layer above. What a session does is
 * decided in {@code SessionMachine}, which has no thread, no clock and no I/O. Uses {@code kernel}.
 */
@NullMarked
package io.parley.engine;

import org.jspecify.annotations.NullMarked;
