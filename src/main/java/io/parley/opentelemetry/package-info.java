/**
 * The figures of a server as instruments of OpenTelemetry; the only user of OpenTelemetry, loaded only where that is. Uses the API
 * and metrics.
 */
@NullMarked
package io.parley.opentelemetry;

import org.jspecify.annotations.NullMarked;
