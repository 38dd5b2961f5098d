/** Abstract suites that state what a port promises; each runs on every implementation of its port. */
@NullMarked
package io.parley.contract;

import org.jspecify.annotations.NullMarked;
