package io.parley.it;

import org.junit.jupiter.api.BeforeAll;

/** Two nodes of the same release. */
class ClusterIT extends OnTwoNodes {
    @BeforeAll
    static void join() {
        join(Product.war().resolveSibling("conformance-app.war"));
    }
}
