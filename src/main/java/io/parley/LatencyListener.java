package io.parley;

/**
 * Told how long handlers and answers take, to make histograms of it. Called on the way of events, on any thread and
 * perhaps several at a time: must return at once, and not throw.
 */
public interface LatencyListener {
    /**
     * Middlewares and listeners are done with an event of a client.
     *
     * @param namespace as in {@link SocketIoServer#eventCounters}
     * @param nanos that they have taken, nanoseconds
     */
    void handled(String namespace, long nanos);

    /**
     * A client has answered.
     *
     * @param namespace as in {@link SocketIoServer#eventCounters}
     * @param nanos from the emit to the answer, nanoseconds
     */
    void answered(String namespace, long nanos);
}
