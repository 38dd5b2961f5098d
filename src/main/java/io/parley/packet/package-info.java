/**
 * Socket.IO protocol v5: packets, and the parsers that write them to the wire and read them from it.
 *
 * <p>Uses {@code kernel}, and is the only package that knows the JSON libraries (JSON-P for the wire, JSON-B for the
 * application's own types) and msgpack-core (for servers with that parser; not loaded otherwise). It must not know who sends or receives: no sessions, sockets, threads or clock. What a
 * packet carries is a {@link io.parley.packet.Payload}, opaque to all others; applications see
 * {@link io.parley.packet.Arguments}.
 */
@NullMarked
package io.parley.packet;

import org.jspecify.annotations.NullMarked;
