package io.parley.transport;

/** A request that is answered exactly once, by any thread, now or later. Thread-safe. */
interface Exchange {
    /** Answers the request; only the first answer counts. Never blocks. False if there was one before. */
    boolean answer(Answer given);
}
