package io.parley.webapp;

import io.parley.SocketIoApplication;
import io.parley.SocketIoServer;
import io.parley.endpoint.EndpointException;
import io.parley.endpoint.Endpoints;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextListener;
import java.util.List;
import java.util.function.Consumer;

/**
 * Socket.IO in a web application, seen from the rest of its code. A servlet, a filter or a listener finds its server with
 * {@code Parley.of(context).server()}.
 *
 * <p>It is started when the application is deployed. With the setting {@code parley.auto=false} it is not, and a
 * {@code ServletContextListener} may do so:
 *
 * <!-- sample: unit
 * class Greeter implements SocketIoApplication { public void start(SocketIoServer io) {} } -->
 * <pre>{@code
 * @WebListener
 * public final class Startup implements ServletContextListener {
 *     private Parley parley;
 *
 *     public void contextInitialized(ServletContextEvent event) {
 *         parley = Parley.start(event.getServletContext(), new Greeter());
 *     }
 *
 *     public void contextDestroyed(ServletContextEvent event) {
 *         parley.close();
 *     }
 * }
 * }</pre>
 *
 * <p>Thread-safe.
 */
public final class Parley implements AutoCloseable {
    private static final String ATTRIBUTE = Parley.class.getName();

    private final Deployment deployment;
    private final String path;

    private Parley(Deployment deployment, String path) {
        this.deployment = deployment;
        this.path = path;
    }

    /**
     * Starts the applications with the operator's settings and registers their servlets. Blocks until that is done, and
     * until the node is a member of the cluster if there is one. When it fails, what was started is stopped.
     *
     * @param context of a web application that has not served a request yet
     * @param applications whose servers to start; no other ones are looked for
     * @return what was started; whoever starts it closes it, in {@code contextDestroyed} at the latest
     * @throws ConfigurationException if a setting is wrong
     * @throws IllegalStateException if it was started before in this web application, by the container perhaps
     */
    public static Parley start(ServletContext context, SocketIoApplication... applications) {
        return start(context, Endpoints.of(List.of()), applications);
    }

    /**
     * The same with annotated endpoints.
     *
     * @param context of a web application that has not served a request yet
     * @param endpoints to bind; no other ones are looked for
     * @param applications whose servers to start; no other ones are looked for
     * @return what was started; whoever starts it closes it, in {@code contextDestroyed} at the latest
     * @throws ConfigurationException if a setting is wrong
     * @throws EndpointException if two endpoints of a server do not fit together, or there is no instance of one
     * @throws IllegalStateException if it was started before in this web application, by the container perhaps
     */
    public static Parley start(ServletContext context, Endpoints endpoints, SocketIoApplication... applications) {
        var parley = start(
                context, SocketIoInitializer.configuration(context), List.of(applications), endpoints, stop -> {});
        parley.deployment.settle();
        return parley;
    }

    /** @param stops is given what stops all of it at the end of the web application */
    static Parley start(
            ServletContext context,
            Configuration configuration,
            List<SocketIoApplication> applications,
            Endpoints endpoints,
            Consumer<ServletContextListener> stops) {
        if (isStarted(context)) {
            throw new IllegalStateException("Parley is started already in the web application \""
                    + context.getContextPath()
                    + "\"; whoever wants to start it sets parley.auto = false");
        }
        var deployment = Deployment.start(context, configuration, applications, endpoints, stops);
        var parley = new Parley(deployment, configuration.text(Setting.PATH));
        context.setAttribute(ATTRIBUTE, parley);
        return parley;
    }

    /** Also by a copy of this class from elsewhere, such as a jar of the container. */
    static boolean isStarted(ServletContext context) {
        return context.getAttribute(ATTRIBUTE) != null;
    }

    /**
     * What was started in a web application.
     *
     * @param context of the web application
     * @return the same for each call
     * @throws IllegalStateException if nothing was: there is no {@link SocketIoApplication} and no endpoint in it, it is
     *     not deployed completely, or {@code parley.auto} is {@code false}
     */
    public static Parley of(ServletContext context) {
        if (context.getAttribute(ATTRIBUTE) instanceof Parley parley) {
            return parley;
        }
        throw new IllegalStateException(
                "Parley is not started in the web application \"" + context.getContextPath() + "\"");
    }

    /**
     * The server at the path of the setting {@code parley.path}.
     *
     * @return the same for each call, a stopped one after {@link #close}
     * @throws IllegalStateException if no application runs there
     */
    public SocketIoServer server() {
        return server(path);
    }

    /**
     * The server at another path, for an application that has several.
     *
     * @param path with a slash in front, like {@code /live}
     * @return the same for each call, a stopped one after {@link #close}
     * @throws IllegalStateException if no application runs there
     */
    public SocketIoServer server(String path) {
        return deployment
                .server(path)
                .orElseThrow(() -> new IllegalStateException("there is no Socket.IO server at " + path));
    }

    /**
     * Disconnects all clients, stops the applications and the threads. Blocks until that is done, which may take the time
     * of the setting {@code parley.drain-time}. The web application cannot start it again. Closing once more has no effect.
     */
    @Override
    public void close() {
        deployment.close();
    }
}
