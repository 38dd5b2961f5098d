/**
 * The bus of {@code cluster} on Hazelcast: a member of its own for each bus, or one of somebody else; topics that carry byte
 * arrays only.
 *
 * <p>The only package that knows Hazelcast. Uses {@code cluster} and {@code kernel}.
 */
@NullMarked
package io.parley.hazelcast;

import org.jspecify.annotations.NullMarked;
