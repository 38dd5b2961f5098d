package io.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Map;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Row B37 of the list of bad input once more: the same load in rounds. A container fills its caches and pools during the
 * first ones, which takes some megabytes and is no leak; what grows in the last one as well is.
 */
class SafetyRoundsIT extends OnServer {
    private static final String WEBSOCKET = "EIO=4&transport=websocket";
    private static final int ROUNDS = 4;
    private static final long WAIT_NANOS = Intensity.of(5, 60) * 1_000_000_000L;
    private static final long MOST_PER_ROUND = 1_000_000;

    @RegisterExtension
    static final OutsideCheck CHECK = new OutsideCheck();

    SafetyRoundsIT() {
        super("socket.io");
    }

    @Deployment(testable = false)
    static WebArchive product() {
        return Product.archive(Map.of(
                "parley.ping-interval", "1s",
                "parley.ping-timeout", "1s",
                "parley.write-timeout", "1s",
                "parley.upgrade-timeout", "1s"));
    }

    @Test
    void b37_sameLoadAgain_leavesNoMore() {
        var process = ServerProcess.find();
        int count = Intensity.of(30, 5_000);
        var heaps = new ArrayList<Long>();
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = 0; i < count; i++) {
                visit(url, i);
            }
            if (Intensity.isFull()) {
                Observed.forgetSessions(); // which are objects, too, and on Jetty in the same heap
            } else {
                Observed.endSessions();
            }
            var figures = process.figures();
            for (long end = System.nanoTime() + WAIT_NANOS; figures.ofSessions() > 3 && System.nanoTime() < end; ) {
                figures = process.figures();
            }
            heaps.add(figures.heap());
            System.out.printf("B37 after round %d of %d clients: %s%n", round + 1, count, figures);
        }
        assertThat(heaps.get(ROUNDS - 1) - heaps.get(ROUNDS - 2))
                .as("bytes that the last round left, of %s", heaps)
                .isLessThan(MOST_PER_ROUND);
    }

    /** One client of many kinds. */
    private static void visit(EngineUrl url, int number) {
        switch (number % 5) {
            case 0 -> url.connect().reset();
            case 1 -> url.poll().startGet().reset();
            case 2 -> url.poll();
            case 3 -> {
                var session = url.poll();
                url.webSocket(WEBSOCKET + "&sid=" + session.sid()).reset();
            }
            default -> {
                try (var socket = url.connect()) {
                    socket.send("42[\"connect\"]");
                    socket.closeCode();
                }
            }
        }
    }
}
