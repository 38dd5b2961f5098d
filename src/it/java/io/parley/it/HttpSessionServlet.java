package io.parley.it;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** A page of an application that opens an HTTP session; {@code ?end} ends it. Deployed beside the product. */
@WebServlet("/http-session")
public final class HttpSessionServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    /** Called by the container. */
    public HttpSessionServlet() {}

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) {
        var session = request.getSession();
        if (request.getQueryString() != null) {
            session.invalidate();
        }
        response.setContentLength(0);
    }
}
