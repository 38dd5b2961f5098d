package io.parley.it;

import java.net.URI;

/** A container inside the test's own process, with one WAR at the context root. */
interface Node extends AutoCloseable {
    /** Where it serves, with a slash at the end. */
    URI uri();

    /** Undeploys and stops. */
    @Override
    void close();
}
