package io.parley.it;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.eclipse.jetty.ee10.webapp.WebAppClassLoader;
import org.eclipse.jetty.ee10.webapp.WebAppContext;
import org.eclipse.jetty.security.HashLoginService;
import org.eclipse.jetty.security.UserStore;
import org.eclipse.jetty.server.ForwardedRequestCustomizer;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.security.Password;

/** Jetty, with the WAR in a class loader of its own and its classes scanned for annotations, as in a jetty-home. */
final class JettyNode implements Node {
    private final Server server;
    private final ServerConnector connector;

    private final WebAppContext context;

    private JettyNode(Server server, ServerConnector connector, WebAppContext context) {
        this.server = server;
        this.connector = connector;
        this.context = context;
    }

    /** The class loader of the application, to see whether something keeps it. */
    WeakReference<ClassLoader> classes() {
        return new WeakReference<>(context.getClassLoader());
    }

    /**
     * Deploys the WAR on a free port of 127.0.0.1.
     *
     * @param settings context parameters, beside those of the WAR
     * @throws IllegalStateException if the application does not start
     */
    static JettyNode start(Path war, Map<String, String> settings) {
        return start(war, settings, JettyNode.class.getClassLoader());
    }

    /**
     * The same on a server that shows the application further classes.
     *
     * @param shared what the WAR does not bring is taken from here
     */
    static JettyNode start(Path war, Map<String, String> settings, ClassLoader shared) {
        var server = new Server();
        var connector = new ServerConnector(server);
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        server.addBean(logins());
        var context = new WebAppContext(war.toUri().toString(), "/");
        context.setThrowUnavailableOnStartupException(true);
        settings.forEach(context::setInitParameter);
        server.setHandler(context);
        var node = new JettyNode(server, connector, context);
        try {
            if (shared != JettyNode.class.getClassLoader()) {
                context.setClassLoader(loader(shared, context));
            }
            server.start();
        } catch (Exception e) {
            node.close();
            throw new IllegalStateException("Jetty did not start the application", e);
        }
        return node;
    }

    /** The only way to say what the parent is. */
    @SuppressWarnings("removal")
    private static ClassLoader loader(ClassLoader shared, WebAppContext context) throws IOException {
        return new WebAppClassLoader(shared, context);
    }

    /** From now on it takes the word of a proxy for who the client is: the module {@code http-forwarded}. */
    JettyNode believeProxy() {
        connector
                .getConnectionFactory(HttpConnectionFactory.class)
                .getHttpConfiguration()
                .addCustomizer(new ForwardedRequestCustomizer());
        return this;
    }

    /** For applications that ask for a login. */
    private static HashLoginService logins() {
        var users = new UserStore();
        users.addUser(Login.USER, new Password(Login.PASSWORD), new String[] {Login.ROLE, Login.ADMIN});
        users.addUser(Login.OTHER_USER, new Password(Login.PASSWORD), new String[] {Login.ROLE});
        var logins = new HashLoginService(Login.REALM);
        logins.setUserStore(users);
        return logins;
    }

    @Override
    public URI uri() {
        return URI.create("http://127.0.0.1:" + connector.getLocalPort() + "/");
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("Jetty did not stop", e);
        }
    }
}
