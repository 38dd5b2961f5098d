package io.parley.it;

import java.nio.file.Path;
import java.util.Locale;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** The WARs of {@code examples}, each built by its own POM from the jar. */
enum Example {
    DASHBOARD,
    NOTIFICATIONS,
    WHITEBOARD;

    /** Where it lies. */
    Path war() {
        var name = name().toLowerCase(Locale.ROOT);
        return Product.war()
                .resolveSibling("examples")
                .resolve(name)
                .resolve("target")
                .resolve(name + ".war");
    }

    /** It, for a deployment by Arquillian. */
    WebArchive archive() {
        return ShrinkWrap.createFromZipFile(WebArchive.class, war().toFile());
    }
}
