package io.parley.it;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Some clients that are connected while others misbehave, and how long they wait for their answers. For one thread. */
final class LoggedIn implements AutoCloseable {
    private final List<RawClient> clients = new ArrayList<>();

    private LoggedIn(EngineUrl url, int count) {
        for (int i = 0; i < count; i++) {
            clients.add(RawClient.byWebSocket(url).join("/"));
        }
    }

    /** Connects by WebSocket. */
    static LoggedIn at(EngineUrl url, int count) {
        return new LoggedIn(url, count);
    }

    /** All of them ask so often, one after the other, and get their answers. Returns within which time 99 of 100 came. */
    Duration p99(int times) {
        var nanos = new ArrayList<Long>();
        for (int i = 0; i < times; i++) {
            for (var client : clients) {
                long start = System.nanoTime();
                client.proveAlive();
                nanos.add(System.nanoTime() - start);
            }
        }
        return Duration.ofNanos(nanos.stream()
                .sorted()
                .skip(nanos.size() * 99L / 100)
                .findFirst()
                .orElseThrow());
    }

    @Override
    public void close() {
        clients.forEach(RawClient::close);
    }
}
