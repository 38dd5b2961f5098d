package io.parley.webapp;

import io.parley.SocketIoApplication;
import io.parley.endpoint.EndpointException;
import io.parley.endpoint.Endpoints;
import io.parley.endpoint.SocketIoEndpoint;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.HandlesTypes;
import java.lang.System.Logger.Level;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Starts Socket.IO when the WAR is deployed, if there is a {@link SocketIoApplication} or a {@link SocketIoEndpoint} in
 * it. Found by the container through {@code META-INF/services}. With {@code parley.auto = false} it does nothing, see
 * {@link Parley}.
 */
@HandlesTypes({SocketIoApplication.class, SocketIoEndpoint.class})
public final class SocketIoInitializer implements ServletContainerInitializer {
    private static final System.Logger LOG = System.getLogger(SocketIoInitializer.class.getName());

    /** Called by the container. */
    public SocketIoInitializer() {}

    @Override
    public void onStartup(@Nullable Set<Class<?>> found, ServletContext context) throws ServletException {
        try {
            start(found, context);
        } catch (ServletException | RuntimeException failure) {
            // Open Liberty starts the application without what an initializer has failed to start
            context.addListener(new FailedStart(failure));
            throw failure;
        }
    }

    private static void start(@Nullable Set<Class<?>> found, ServletContext context) throws ServletException {
        try {
            Set<Class<?>> types = found == null ? Set.of() : found;
            var applications = applications(types);
            var endpoints = endpoints(types);
            if (applications.isEmpty() && endpoints.isEmpty()) {
                return;
            }
            var configuration = configuration(context);
            if (!configuration.startsByItself()) {
                LOG.log(Level.INFO, "Parley is not started in \"{0}\": parley.auto = false", context.getContextPath());
            } else if (Parley.isStarted(context)) {
                LOG.log(
                        Level.WARNING,
                        "Parley is there twice in \"{0}\"; only one is started",
                        context.getContextPath());
            } else {
                Parley.start(context, configuration, applications, endpoints, context::addListener);
            }
        } catch (ConfigurationException | EndpointException wrong) {
            LOG.log(Level.ERROR, "Parley does not start: " + wrong.getMessage());
            throw new ServletException("Parley does not start: " + wrong.getMessage());
        }
    }

    /** What the operator has set for a web application. */
    static Configuration configuration(ServletContext context) {
        return new Configuration(Source.of(context));
    }

    private static List<SocketIoApplication> applications(Set<Class<?>> found) throws ServletException {
        var applications = new ArrayList<SocketIoApplication>();
        for (var type : found) {
            if (!SocketIoApplication.class.isAssignableFrom(type)
                    || type.isInterface()
                    || Modifier.isAbstract(type.getModifiers())) {
                continue;
            }
            try {
                applications.add((SocketIoApplication) type.getConstructor().newInstance());
            } catch (ReflectiveOperationException unusable) {
                throw new ServletException(
                        type.getName() + " needs to be public, with a public constructor without parameters", unusable);
            }
        }
        return applications;
    }

    /** Some containers also find what extends an endpoint. */
    private static Endpoints endpoints(Set<Class<?>> found) {
        return Endpoints.of(found.stream()
                .filter(type -> type.isAnnotationPresent(SocketIoEndpoint.class))
                .toList());
    }
}
