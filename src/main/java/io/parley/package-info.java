/**
 * Socket.IO for Jakarta EE: the API. Start at {@link io.parley.SocketIoServer}, the {@code io} of Socket.IO.
 *
 * <p>An application is a {@link io.parley.SocketIoApplication}; the container finds it and hands it the server. Names
 * are those of Socket.IO; where Java forbids one, the Javadoc says which it stands for. Uses {@code adapter},
 * {@code engine}, {@code packet}, {@code kernel}; knows nothing of servlets.
 */
@NullMarked
package io.parley;

import org.jspecify.annotations.NullMarked;
