/**
 * Emitting from a Java process that is not a server. Uses what lies below the API; the world comes from {@code webapp}.
 */
@NullMarked
package io.parley.emitter;

import org.jspecify.annotations.NullMarked;
