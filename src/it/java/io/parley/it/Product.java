package io.parley.it;

import java.nio.file.Path;
import java.util.Map;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** The WAR that the build made. */
final class Product {
    private Product() {}

    /** Where it lies. */
    static Path war() {
        return Path.of(System.getProperty("it.war"));
    }

    /** Where npm has put the clients of others. */
    static Path npmClients() {
        return Path.of(System.getProperty("it.npm"));
    }

    /** Whether the tests run on Open Liberty. */
    static boolean isOnLiberty() {
        return "liberty".equals(System.getProperty("arquillian.launch"));
    }

    /** Whether the WAR has the jar that opens WebSockets by Jetty's core API. */
    static boolean opensWebSocketsByJettyCore() {
        return archive().contains("WEB-INF/lib/parley-jetty.jar");
    }

    /** It, for a deployment by Arquillian. */
    static WebArchive archive() {
        return ShrinkWrap.createFromZipFile(WebArchive.class, war().toFile());
    }

    /**
     * The app for conformance suites, which is the product with another application than the chat, one that does as
     * clients say.
     *
     * @param settings context parameters
     */
    static WebArchive conformance(Map<String, String> settings) {
        var war = war().resolveSibling("conformance-app.war").toFile();
        return configured(ShrinkWrap.createFromZipFile(WebArchive.class, war), settings);
    }

    /** The app of annotated classes, with CDI and Bean Validation where the container has none. */
    static WebArchive endpoints() {
        var name = isOnLiberty() ? "endpoints-app.war" : "endpoints-weld-app.war";
        return ShrinkWrap.createFromZipFile(
                WebArchive.class, war().resolveSibling(name).toFile());
    }

    /** The product with context parameters. */
    static WebArchive archive(Map<String, String> settings) {
        return configured(archive(), settings);
    }

    /** The product with context parameters, and more in its deployment descriptor. */
    static WebArchive archive(Map<String, String> settings, String more) {
        return configured(archive(), settings, more);
    }

    /** The product with context parameters, behind the container's {@link Login}. */
    static WebArchive archiveWithLogin(Map<String, String> settings) {
        return archive(settings, Login.DESCRIPTOR);
    }

    /** A WAR with context parameters. */
    static WebArchive configured(WebArchive archive, Map<String, String> settings) {
        return configured(archive, settings, "");
    }

    private static WebArchive configured(WebArchive archive, Map<String, String> settings, String more) {
        var xml = new StringBuilder("<web-app xmlns=\"https://jakarta.ee/xml/ns/jakartaee\" version=\"6.0\">");
        settings.forEach((name, value) -> xml.append("<context-param><param-name>")
                .append(name)
                .append("</param-name><param-value>")
                .append(value)
                .append("</param-value></context-param>"));
        return archive.setWebXML(
                new StringAsset(xml.append(more).append("</web-app>").toString()));
    }
}
