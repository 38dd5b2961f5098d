/** See {@link io.parley.planted}. */
@NullMarked
package io.parley.planted.metrics;

import org.jspecify.annotations.NullMarked;
