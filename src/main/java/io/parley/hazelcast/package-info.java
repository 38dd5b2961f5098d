/**
 * The bus of {@code cluster} on Hazelcast: one embedded member per bus, one topic, byte arrays only.
 *
 * <p>The only package that knows Hazelcast. Uses {@code cluster} and {@code kernel}.
 */
@NullMarked
package io.parley.hazelcast;

import org.jspecify.annotations.NullMarked;
