package io.parley.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jboss.arquillian.container.spi.client.container.ContainerConfiguration;
import org.jboss.arquillian.container.spi.client.container.DeployableContainer;
import org.jboss.arquillian.container.spi.client.protocol.ProtocolDescription;
import org.jboss.arquillian.container.spi.client.protocol.metadata.HTTPContext;
import org.jboss.arquillian.container.spi.client.protocol.metadata.ProtocolMetaData;
import org.jboss.arquillian.container.spi.client.protocol.metadata.Servlet;
import org.jboss.shrinkwrap.api.Archive;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jspecify.annotations.Nullable;

/**
 * Arquillian's view of a {@link Node}: a deployment starts one, an undeployment stops it. The adapters published for Jetty
 * end with 12.0 and load the application from the test's class path, which hides what a WAR lacks.
 */
public final class EmbeddedContainer implements DeployableContainer<EmbeddedContainer.Settings> {
    /** There is nothing to set. */
    public static final class Settings implements ContainerConfiguration {
        @Override
        public void validate() {}
    }

    private @Nullable Node node;
    private @Nullable Path war;

    @Override
    public Class<Settings> getConfigurationClass() {
        return Settings.class;
    }

    @Override
    public ProtocolDescription getDefaultProtocol() {
        return new ProtocolDescription("Local");
    }

    @Override
    public ProtocolMetaData deploy(Archive<?> archive) {
        try {
            war = Files.createTempFile(Product.war().getParent(), "deployed", ".war");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        archive.as(ZipExporter.class).exportTo(war.toFile(), true);
        node = "tomcat".equals(System.getProperty("arquillian.launch"))
                ? TomcatNode.start(war, Map.of())
                : JettyNode.start(war, Map.of());
        var http = new HTTPContext(node.uri().getHost(), node.uri().getPort());
        http.add(new Servlet("any", "/"));
        return new ProtocolMetaData().addContext(http);
    }

    @Override
    public void undeploy(Archive<?> archive) {
        if (node != null) {
            node.close();
        }
        try {
            if (war != null) {
                Files.deleteIfExists(war);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
