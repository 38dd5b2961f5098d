package io.parley.it;

import java.nio.file.Path;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** The WAR that the build made. */
final class Product {
    private Product() {}

    /** Where it lies. */
    static Path war() {
        return Path.of(System.getProperty("it.war"));
    }

    /** The same, for a deployment by Arquillian. */
    static WebArchive archive() {
        return ShrinkWrap.createFromZipFile(WebArchive.class, war().toFile());
    }
}
