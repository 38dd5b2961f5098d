/** See {@link io.parley.planted}. */
@NullMarked
package io.parley.planted.opentelemetry;

import org.jspecify.annotations.NullMarked;
