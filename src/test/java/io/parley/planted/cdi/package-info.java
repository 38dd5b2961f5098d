/** See {@link io.parley.planted}. */
@NullMarked
package io.parley.planted.cdi;

import org.jspecify.annotations.NullMarked;
