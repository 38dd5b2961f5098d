/** See {@link io.parley.planted}. */
@NullMarked
package io.parley.planted.testing;

import org.jspecify.annotations.NullMarked;
