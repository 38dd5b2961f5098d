/** See {@link io.parley.planted}. */
@NullMarked
package io.parley.planted.adapter;

import org.jspecify.annotations.NullMarked;
