package io.parley.webapp;

import io.parley.SocketIoApplication;
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
 * Starts Socket.IO when the WAR is deployed, if there is a {@link SocketIoApplication} in it. Found by the container
 * through {@code META-INF/services}.
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
            if (!applications.isEmpty()) {
                var configuration = new Configuration(Source.of(context));
                Deployment.start(context, configuration, applications);
            }
        } catch (ConfigurationException wrong) {
            LOG.log(Level.ERROR, "Parley does not start: " + wrong.getMessage());
            throw new ServletException("Parley does not start: " + wrong.getMessage());
        }
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
}
