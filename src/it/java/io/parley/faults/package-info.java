/**
 * What a cluster of three nodes, each a JVM of its own, does when one is killed or stopped, or when the network between
 * them fails. Of what is here only {@link io.parley.faults.FaultNode} and what it uses knows the product, and runs with it
 * on the class path; the tests start it.
 */
@NullMarked
package io.parley.faults;

import org.jspecify.annotations.NullMarked;
