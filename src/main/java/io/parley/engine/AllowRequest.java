package io.parley.engine;

/** Decides whether a client may open a session. Socket.IO: {@code allowRequest}. */
@FunctionalInterface
public interface AllowRequest {
    /**
     * Returns to allow, throws to refuse with code 4. Asked once for each session, at its handshake, before anything
     * else of the application hears of it; not for later requests of the session, its upgrade among them. Runs on the
     * container's thread of the request, as a servlet filter does: it may block, but holds that thread.
     *
     * @param request the one that wants to open a session
     * @throws RequestRefusedException to refuse; what else it throws refuses, too, and is logged
     */
    void check(EngineRequest request);
}
