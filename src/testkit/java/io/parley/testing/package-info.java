/** The world of a test in memory: virtual time, handlers on the thread of the test, a network between nodes. */
@NullMarked
package io.parley.testing;

import org.jspecify.annotations.NullMarked;
