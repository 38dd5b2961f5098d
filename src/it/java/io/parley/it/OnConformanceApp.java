package io.parley.it;

import java.util.Map;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** Tests of the product with the application for conformance suites, with settings as they are. */
abstract class OnConformanceApp extends OnServer {
    OnConformanceApp() {
        super("calm.io");
    }

    @Deployment(testable = false)
    static WebArchive conformance() {
        return Product.conformance(Map.of());
    }
}
