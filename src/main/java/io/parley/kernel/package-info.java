/**
 * What every layer needs and none may grow: bytes, order, time, chance, listeners, and the names of the bounds.
 *
 * <p>Uses nothing but the JDK. Everything the server takes from the world (clock, timers, threads, randomness, the
 * place failures go to) comes in through {@link io.parley.kernel.Environment}; no other package may reach for them.
 */
@NullMarked
package io.parley.kernel;

import org.jspecify.annotations.NullMarked;
