/**
 * Frames between the nodes of a cluster: the port of the bus, the frame and its bytes, sequence, members.
 *
 * <p>Knows neither Socket.IO nor Engine.IO nor any product that carries the bytes. Uses {@code kernel} only. A bus is
 * made of a pipe that carries byte arrays to all other nodes, an {@link io.parley.cluster.Outbound} before it and an
 * {@link io.parley.cluster.Inbound} behind it.
 */
@NullMarked
package io.parley.cluster;

import org.jspecify.annotations.NullMarked;
