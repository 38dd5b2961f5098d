/** See {@link io.parley.planted}. */
@NullMarked
package io.parley.planted.cluster;

import org.jspecify.annotations.NullMarked;
