/**
 * WebSockets on Jetty's own core API, below Jakarta WebSocket: less memory for each connection, less work for each message.
 *
 * <p>Not in the WAR: a jar of its own, for applications that run on a Jetty that lets them see these classes. The only
 * place that knows Jetty. Uses {@code transport}, {@code engine} and {@code kernel}; nothing uses it.
 */
@NullMarked
package io.parley.jetty;

import org.jspecify.annotations.NullMarked;
