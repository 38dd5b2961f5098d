package io.parley.engine;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How many sessions each address has. Thread-safe. */
final class SessionsByAddress {
    private final int most;
    private final Map<String, Integer> counts = new ConcurrentHashMap<>();

    SessionsByAddress(int most) {
        this.most = most;
    }

    boolean isFull(String address) {
        return counts.getOrDefault(address, 0) >= most;
    }

    void opened(EngineSession session) {
        counts.merge(session.request().address(), 1, Integer::sum);
    }

    void ended(EngineSession session) {
        counts.computeIfPresent(session.request().address(), (address, count) -> count == 1 ? null : count - 1);
    }
}
