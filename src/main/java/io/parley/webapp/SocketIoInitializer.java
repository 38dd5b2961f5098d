package io.parley.webapp;

import io.parley.SocketIoApplication;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.HandlesTypes;
import java.lang.System.Logger.Level;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Starts Socket.IO when the WAR is deployed, if there is a {@link SocketIoApplication} in it. Found by the container
 * through {@code META-INF/services}. With {@code parley.auto = false} it does nothing, see {@link Parley}.
 */
@HandlesTypes(SocketIoApplication.class)
public final class SocketIoInitializer implements ServletContainerInitializer {
    private static final System.Logger LOG = System.getLogger(SocketIoInitializer.class.getName());

    /** Called by the container. */
    public SocketIoInitializer() {}

    @Override
    public void onStartup(@Nullable Set<Class<?>> found, ServletContext context) throws ServletException {
        try {
            var applications = applications(found == null ? Set.of() : found);
            if (applications.isEmpty()) {
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
                Parley.start(context, configuration, applications, context::addListener);
            }
        } catch (ConfigurationException wrong) {
            LOG.log(Level.ERROR, "Parley does not start: " + wrong.getMessage());
            throw new ServletException("Parley does not start: " + wrong.getMessage());
        }
    }

    /** What the operator has set for a web application. */
    static Configuration configuration(ServletContext context) {
        return new Configuration(properties(), System.getenv(), parameters(context));
    }

    private static List<SocketIoApplication> applications(Set<Class<?>> found) throws ServletException {
        var applications = new ArrayList<SocketIoApplication>();
        for (var type : found) {
            if (type.isInterface() || Modifier.isAbstract(type.getModifiers())) {
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

    private static Map<String, String> properties() {
        var properties = new HashMap<String, String>();
        for (var name : System.getProperties().stringPropertyNames()) {
            var value = System.getProperty(name);
            if (value != null) {
                properties.put(name, value);
            }
        }
        return properties;
    }

    private static Map<String, String> parameters(ServletContext context) {
        var parameters = new HashMap<String, String>();
        context.getInitParameterNames()
                .asIterator()
                .forEachRemaining(name -> parameters.put(name, context.getInitParameter(name)));
        return parameters;
    }
}
