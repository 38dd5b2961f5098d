package io.parley.planted.jetty;

import jakarta.servlet.ServletContext;
import org.eclipse.jetty.server.Server;

/** May use Jetty and servlets. */
final class Core {
    String name(Server server, ServletContext context) {
        return server.getState() + context.getContextPath();
    }
}
