package io.parley.it;

import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** A page for who is logged in, with an HTTP session; {@code ?logout} ends both. Deployed beside the product. */
@WebServlet("/account")
public final class AccountServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    /** Called by the container. */
    public AccountServlet() {}

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        var session = request.getSession();
        response.setContentType("text/plain");
        response.getWriter().print(request.getRemoteUser());
        if (request.getQueryString() != null) {
            request.logout();
            if (request.getSession(false) != null) {
                session.invalidate();
            }
        }
    }
}
