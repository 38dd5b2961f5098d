/**
 * Frames between the nodes of a cluster: the port of the bus, the frames and their bytes, streams and their repair, members;
 * and, on the bus alone, tables of which each node writes its own rows.
 *
 * <p>Knows neither Socket.IO nor Engine.IO nor any product that carries the bytes. Uses {@code kernel} only. A bus is
 * made of a {@link io.parley.cluster.Pipe} that carries byte arrays to all other nodes or to one, and a
 * {@link io.parley.cluster.FrameExchange} that does all the rest: on the way out {@code Outbound} with its {@code Ring} of
 * what was sent, on the way in {@code Inbound} with a {@code HeardOrigin} for each other node. Decision 18 tells why.
 */
@NullMarked
package io.parley.cluster;

import org.jspecify.annotations.NullMarked;
