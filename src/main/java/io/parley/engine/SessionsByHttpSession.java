package io.parley.engine;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;

/** Which sessions began within which HTTP session. Thread-safe. */
final class SessionsByHttpSession {
    /** The sets are changed inside of the map's own methods only. */
    private final Map<HttpSessionHash, Set<EngineSession>> sessions = new ConcurrentHashMap<>();

    void opened(EngineSession session) {
        hashed(
                session,
                (hash, opened) -> sessions.compute(hash, (same, there) -> {
                    var all = there == null ? new HashSet<EngineSession>(2) : there;
                    all.add(opened);
                    return all;
                }));
    }

    void ended(EngineSession session) {
        hashed(
                session,
                (hash, ended) -> sessions.computeIfPresent(hash, (same, there) -> {
                    there.remove(ended);
                    return there.isEmpty() ? null : there;
                }));
    }

    /** A copy. */
    List<EngineSession> of(HttpSessionHash hash) {
        var found = new HashSet<EngineSession>();
        sessions.computeIfPresent(hash, (same, there) -> {
            found.addAll(there);
            return there;
        });
        return List.copyOf(found);
    }

    private static void hashed(EngineSession session, BiConsumer<HttpSessionHash, EngineSession> then) {
        var id = session.request().httpSession();
        if (id != null) {
            then.accept(HttpSessionHash.of(id), session);
        }
    }
}
