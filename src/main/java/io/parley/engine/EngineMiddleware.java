package io.parley.engine;

/** Sees every HTTP request to the server before the server does. Socket.IO: {@code io.engine.use}. */
@FunctionalInterface
public interface EngineMiddleware {
    /**
     * Returns to let the request pass, throws to refuse it with code 3. Called for polls, POSTs and upgrades alike,
     * after CORS; not for the client's files. Runs on the container's thread of the request, as a servlet filter does:
     * it may block, but holds that thread.
     *
     * @param request to tell sockets something of their first one, put it into its
     *     {@linkplain EngineRequest#attributes attributes}
     * @param headers of the answer; may be added to, also when the request is refused
     * @throws RequestRefusedException to refuse; what else it throws refuses, too, and is logged
     */
    void apply(EngineRequest request, ResponseHeaders headers);
}
