/**
 * Which sockets a broadcast reaches, on this node and on the others.
 *
 * <p>A cluster is the local case, replayed: what another node broadcasts is decoded and handed to the same
 * {@link io.parley.adapter.LocalAdapter}. Knows neither transports nor the API. Uses {@code packet}, {@code cluster},
 * {@code kernel}.
 */
@NullMarked
package io.parley.adapter;

import org.jspecify.annotations.NullMarked;
