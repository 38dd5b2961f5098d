package io.parley.it;

import org.jboss.arquillian.container.spi.client.container.DeployableContainer;
import org.jboss.arquillian.core.spi.LoadableExtension;

/** Gives Arquillian the {@link EmbeddedContainer} in the runs on Jetty and on Tomcat; Open Liberty brings its own adapter. */
public final class EmbeddedContainerExtension implements LoadableExtension {
    @Override
    public void register(ExtensionBuilder builder) {
        if (!"liberty".equals(System.getProperty("arquillian.launch"))) {
            builder.service(DeployableContainer.class, EmbeddedContainer.class);
        }
    }
}
