/** See {@link io.parley.planted}. */
@NullMarked
package io.parley.planted.emitter;

import org.jspecify.annotations.NullMarked;
