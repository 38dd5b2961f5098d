/** See {@link io.parley.planted}. */
@NullMarked
package io.parley.planted.micrometer;

import org.jspecify.annotations.NullMarked;
