/**
 * Starts and stops the server in a servlet container: configuration, threads, servlets, cluster. The only place that
 * knows all parts; uses all packages but {@code chat}.
 */
@NullMarked
package io.parley.webapp;

import org.jspecify.annotations.NullMarked;
