/** See {@link io.parley.planted}. */
@NullMarked
package io.parley.planted.endpoint;

import org.jspecify.annotations.NullMarked;
