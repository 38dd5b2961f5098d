/**
 * Tests of applications: their endpoints on a server in memory, clients beside it, in virtual time on the thread of the
 * test. In a jar of its own. Begin at {@link io.parley.testkit.SocketIoTest}.
 */
@NullMarked
package io.parley.testkit;

import org.jspecify.annotations.NullMarked;
