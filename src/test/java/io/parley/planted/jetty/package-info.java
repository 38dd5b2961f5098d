/** See {@link io.parley.planted}. */
@NullMarked
package io.parley.planted.jetty;

import org.jspecify.annotations.NullMarked;
