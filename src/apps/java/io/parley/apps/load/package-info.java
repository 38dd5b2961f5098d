/** The app for load measurements, a WAR of its own; started by {@code tools/load-app}. */
@NullMarked
package io.parley.apps.load;

import org.jspecify.annotations.NullMarked;
