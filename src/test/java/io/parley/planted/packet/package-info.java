/** See {@link io.parley.planted}. */
@NullMarked
package io.parley.planted.packet;

import org.jspecify.annotations.NullMarked;
