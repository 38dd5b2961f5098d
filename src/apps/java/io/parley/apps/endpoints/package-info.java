/** An application of annotated classes and beans, to see that they work in each container. */
@NullMarked
package io.parley.apps.endpoints;

import org.jspecify.annotations.NullMarked;
