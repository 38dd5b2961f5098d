/** The figures of a server as meters of Micrometer; the only user of Micrometer, loaded only where that is. Uses the API and metrics. */
@NullMarked
package io.parley.micrometer;

import org.jspecify.annotations.NullMarked;
