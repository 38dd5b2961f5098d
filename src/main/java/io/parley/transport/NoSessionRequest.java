package io.parley.transport;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpSession;
import org.jspecify.annotations.Nullable;

/** Hides the HTTP session from an upgrade: Open Liberty would create one, with its cookie, for every WebSocket. */
final class NoSessionRequest extends HttpServletRequestWrapper {
    NoSessionRequest(HttpServletRequest request) {
        super(request);
    }

    @Override
    public @Nullable HttpSession getSession() {
        return null;
    }

    @Override
    public @Nullable HttpSession getSession(boolean create) {
        return null;
    }
}
