/** See {@link io.parley.planted}. */
@NullMarked
package io.parley.planted.chat;

import org.jspecify.annotations.NullMarked;
