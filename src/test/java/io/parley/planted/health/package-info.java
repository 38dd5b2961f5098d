/** See {@link io.parley.planted}. */
@NullMarked
package io.parley.planted.health;

import org.jspecify.annotations.NullMarked;
