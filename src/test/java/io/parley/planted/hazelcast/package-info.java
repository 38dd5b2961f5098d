/** See {@link io.parley.planted}. */
@NullMarked
package io.parley.planted.hazelcast;

import org.jspecify.annotations.NullMarked;
