package io.parley.it;

import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** Tests of the product as it is. */
abstract class OnProduct extends OnServer {
    OnProduct() {
        super("socket.io");
    }

    @Deployment(testable = false)
    static WebArchive product() {
        return Product.archive();
    }
}
