/** See {@link io.parley.planted}. */
@NullMarked
package io.parley.planted.contract;

import org.jspecify.annotations.NullMarked;
