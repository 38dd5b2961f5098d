package io.parley.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.LifecycleState;
import org.apache.catalina.servlets.DefaultServlet;
import org.apache.catalina.startup.Tomcat;

/** Tomcat, with the WAR unpacked into an application folder of its own, as in an installed one. */
final class TomcatNode implements Node {
    private final Tomcat tomcat;

    private TomcatNode(Tomcat tomcat) {
        this.tomcat = tomcat;
    }

    /**
     * Deploys the WAR on a free port of 127.0.0.1.
     *
     * @param settings context parameters, beside those of the WAR
     * @throws IllegalStateException if the application does not start
     */
    static TomcatNode start(Path war, Map<String, String> settings) {
        try {
            var home = Files.createTempDirectory(war.toAbsolutePath().getParent(), "tomcat");
            Files.createDirectory(home.resolve("webapps"));
            var tomcat = new Tomcat();
            tomcat.setBaseDir(home.toString());
            tomcat.setPort(0);
            tomcat.getConnector().setProperty("address", "127.0.0.1");
            tomcat.setAddDefaultWebXmlToWebapp(false); // it asks for a JSP engine
            var context = tomcat.addWebapp("", war.toString());
            Tomcat.addServlet(context, "default", new DefaultServlet());
            context.addServletMappingDecoded("/", "default");
            context.addWelcomeFile("index.html");
            Tomcat.addDefaultMimeTypeMappings(context);
            settings.forEach(context::addParameter);
            var node = new TomcatNode(tomcat);
            tomcat.start();
            if (context.getState() != LifecycleState.STARTED) {
                node.close();
                throw new IllegalStateException("Tomcat did not start the application");
            }
            return node;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (LifecycleException e) {
            throw new IllegalStateException("Tomcat did not start the application", e);
        }
    }

    @Override
    public URI uri() {
        return URI.create("http://127.0.0.1:" + tomcat.getConnector().getLocalPort() + "/");
    }

    @Override
    public void close() {
        try {
            tomcat.stop();
            tomcat.destroy();
        } catch (LifecycleException e) {
            throw new IllegalStateException("Tomcat did not stop", e);
        }
    }
}
