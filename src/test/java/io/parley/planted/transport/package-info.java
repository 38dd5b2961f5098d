/** See {@link io.parley.planted}. */
@NullMarked
package io.parley.planted.transport;

import org.jspecify.annotations.NullMarked;
