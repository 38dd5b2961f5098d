/** Annotated classes as namespaces, on the public API only; uses the API. */
@NullMarked
package io.parley.endpoint;

import org.jspecify.annotations.NullMarked;
