/** See {@link io.parley.planted}. */
@NullMarked
package io.parley.planted.webapp;

import org.jspecify.annotations.NullMarked;
