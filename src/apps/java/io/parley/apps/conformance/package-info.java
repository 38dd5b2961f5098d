/** The app for conformance suites, a WAR of its own; started by {@code tools/conformance-app}. */
@NullMarked
package io.parley.apps.conformance;

import org.jspecify.annotations.NullMarked;
