/** See {@link io.parley.planted}. */
@NullMarked
package io.parley.planted.testkit;

import org.jspecify.annotations.NullMarked;
