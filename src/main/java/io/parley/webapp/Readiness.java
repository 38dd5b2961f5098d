package io.parley.webapp;

import io.parley.SocketIoServer;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Tells load balancers whether new clients may come: 200 or 503. It tells nothing that a handshake would not tell, too. */
final class Readiness extends HttpServlet {
    private static final long serialVersionUID = 1L;

    private final transient SocketIoServer io;

    Readiness(SocketIoServer io) {
        this.io = io;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        boolean draining = io.isDraining();
        response.setStatus(draining ? HttpServletResponse.SC_SERVICE_UNAVAILABLE : HttpServletResponse.SC_OK);
        response.setContentType("text/plain");
        response.setCharacterEncoding("UTF-8");
        response.setHeader("Cache-Control", "no-store");
        response.getWriter().write(draining ? "draining\n" : "ready\n");
    }
}
