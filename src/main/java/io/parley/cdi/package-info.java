/**
 * Endpoints as beans of CDI, where there is CDI; loaded only there. A scope for each connection, and events of CDI when clients
 * come and go. Uses the API and {@code endpoint}.
 */
@NullMarked
package io.parley.cdi;

import org.jspecify.annotations.NullMarked;
