package io.parley.planted.transport;

import io.parley.planted.SocketIoApplication;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.websocket.Session;
import org.apache.catalina.startup.Tomcat;
import org.eclipse.jetty.server.Server;

/** May use servlets and WebSockets. */
public final class Door {
    boolean isOpen(HttpServletRequest request, Session session) {
        return request.isSecure() && session.isOpen();
    }

    static final class Overhead implements SocketIoApplication {}

    static final class ReadsParameter {
        String sid(HttpServletRequest request) {
            return request.getParameter("sid");
        }
    }

    static final class AsksJetty {
        String state(Server server) {
            return server.getState();
        }
    }

    static final class AsksTomcat {
        int port(Tomcat tomcat) {
            return tomcat.getConnector().getLocalPort();
        }
    }
}
