/**
 * Tests of the built WAR, unchanged, in each container. Nothing of the product is on their own class path: what they see
 * is what a deployment sees.
 */
@NullMarked
package io.parley.it;

import org.jspecify.annotations.NullMarked;
