package io.parley.webapp;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Shows developers a contract, which tells what anybody may send. */
final class ContractFile extends HttpServlet {
    private static final long serialVersionUID = 1L;

    private final String type;
    private final String text;

    /** @param type of the text, for HTTP */
    ContractFile(String type, String text) {
        this.type = type;
        this.text = text;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType(type);
        response.setCharacterEncoding("UTF-8");
        response.setHeader("Cache-Control", "no-store");
        response.getWriter().write(text);
    }
}
