package io.parley.transport;

import io.parley.engine.Cors;
import io.parley.engine.ResponseHeaders;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** Puts the headers of {@link Cors} on answers. */
public final class CrossOrigin {
    private CrossOrigin() {}

    /**
     * Sets the headers for the answer to a request. A preflight is answered at once.
     *
     * @param cors the rules
     * @param request may have no Origin
     * @param response not committed yet
     * @return whether it was a preflight, so that nothing is left to do
     */
    public static boolean answer(Cors cors, HttpServletRequest request, HttpServletResponse response) {
        var headers = new ResponseHeaders();
        var origin = request.getHeader("Origin");
        boolean preflight = request.getMethod().equals("OPTIONS");
        if (preflight) {
            cors.preflight(origin, request.getHeader("Access-Control-Request-Headers"), headers);
            response.setStatus(cors.preflightStatus());
            response.setContentLength(0);
        } else {
            cors.answer(origin, headers);
        }
        apply(headers, response);
        return preflight;
    }

    static void apply(ResponseHeaders headers, HttpServletResponse response) {
        for (var header : headers.toList()) {
            if (header.replaces()) {
                response.setHeader(header.name(), header.value());
            } else {
                response.addHeader(header.name(), header.value());
            }
        }
    }
}
