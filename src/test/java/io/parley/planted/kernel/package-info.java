/** See {@link io.parley.planted}. */
@NullMarked
package io.parley.planted.kernel;

import org.jspecify.annotations.NullMarked;
