package io.parley.it;

import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the tests' connections have seen, whatever the test did with it: sessions that were opened by polling, and answers
 * by which a server blames itself. For {@link OutsideCheck}.
 */
final class Observed {
    private static final Pattern OPENED = Pattern.compile("^0\\{\"sid\":\"([^\"]+)\"");

    private static final Queue<Session> SESSIONS = new ConcurrentLinkedQueue<>();
    private static final Queue<String> FAULTS = new ConcurrentLinkedQueue<>();

    private Observed() {}

    /** An answer has come. */
    static void answer(URI server, String target, HttpAnswer answer) {
        var opened = OPENED.matcher(answer.body());
        if (opened.find() && !target.isEmpty()) {
            SESSIONS.add(new Session(server, target + "&sid=" + opened.group(1)));
        }
        // 501: a method that no container knows, row B11; 503: as many sessions as allowed, row B16
        if (answer.status() >= 500 && answer.status() != 501 && answer.status() != 503) {
            FAULTS.add(answer.status() + " to " + target + ": " + answer.body());
        }
    }

    /** The next fault that was not taken yet; null if there is none. */
    static @Nullable String takeFault() {
        return FAULTS.poll();
    }

    /**
     * Ends all sessions, which nobody wants any more: else they would end with their heartbeat only. A body of bytes (row
     * B18) does so at once, while a goodbye waits for a poll.
     */
    static void endSessions() {
        for (var session = SESSIONS.poll(); session != null; session = SESSIONS.poll()) {
            try (var connection = HttpConnection.open(session.server)) {
                connection.request("POST", session.target, "4", "Content-Type: application/octet-stream");
                connection.answer();
            } catch (UncheckedIOException hungUp) {
                continue;
            }
        }
    }

    /** Forgets them, and leaves them to their heartbeat. */
    static void forgetSessions() {
        SESSIONS.clear();
    }

    private record Session(URI server, String target) {}
}
