/**
 * Annotated classes as namespaces, on the public API only: what they can do, a lambda can do. Start at
 * {@link io.parley.endpoint.SocketIoEndpoint}. Uses the API, with {@code packet}.
 */
@NullMarked
package io.parley.endpoint;

import org.jspecify.annotations.NullMarked;
