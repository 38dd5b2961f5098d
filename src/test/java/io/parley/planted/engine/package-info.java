/** See {@link io.parley.planted}. */
@NullMarked
package io.parley.planted.engine;

import org.jspecify.annotations.NullMarked;
