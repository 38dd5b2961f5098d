package io.parley.apps.conformance;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** Every path that is no endpoint's: not found, where a container might list its files. */
@WebServlet("/")
public final class NotFound extends HttpServlet {
    private static final long serialVersionUID = 1L;

    /** Called by the container. */
    public NotFound() {}

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) {
        response.setStatus(HttpServletResponse.SC_NOT_FOUND);
    }
}
