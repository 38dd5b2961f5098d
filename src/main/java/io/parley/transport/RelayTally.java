package io.parley.transport;

import java.util.concurrent.atomic.LongAdder;

/** What a relay has done. Thread-safe. */
final class RelayTally {
    final LongAdder polls = new LongAdder();
    final LongAdder posts = new LongAdder();
    final LongAdder webSockets = new LongAdder();
    final LongAdder refused = new LongAdder();
    final LongAdder lost = new LongAdder();

    final LongAdder foreignPolls = new LongAdder();
    final LongAdder foreignPosts = new LongAdder();
    final LongAdder foreignWebSockets = new LongAdder();
    final LongAdder foreignRefused = new LongAdder();
    final LongAdder foreignLost = new LongAdder();

    RelayCounters counters(int waiting) {
        return new RelayCounters(
                new RelayCounters.Door(polls.sum(), posts.sum(), webSockets.sum(), waiting, refused.sum(), lost.sum()),
                new RelayCounters.Owner(
                        foreignPolls.sum(),
                        foreignPosts.sum(),
                        foreignWebSockets.sum(),
                        foreignRefused.sum(),
                        foreignLost.sum()));
    }
}
