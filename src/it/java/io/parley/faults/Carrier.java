package io.parley.faults;

/** What brings the numbered messages of the load to the other nodes. Thread-safe. */
interface Carrier extends AutoCloseable {
    /** What is compared. */
    enum Kind {
        /** The server, from {@code emit} to the transport of a client on each node. */
        PARLEY,
        /** Hazelcast's topic, as it is. */
        ITOPIC,
        /** Hazelcast's reliable topic, as it is, with listeners that put up with losses. */
        RELIABLE_TOPIC
    }

    /** Told of what comes from other nodes, and of this node's own as well. */
    interface Receiver {
        void received(int sender, long number, long sentAt);
    }

    /** What its callers must not have to wait for. */
    void emit(int sender, long number);

    /**
     * Hands all that this node has seen on the network, its own included, to the network once more.
     *
     * @return how many frames
     */
    int replay();

    @Override
    void close();
}
