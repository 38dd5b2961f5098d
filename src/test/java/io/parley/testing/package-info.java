/** What tests are written with: a server in virtual time, and clients that speak wire text. */
@NullMarked
package io.parley.testing;

import org.jspecify.annotations.NullMarked;
