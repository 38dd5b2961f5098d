package io.parley.faults;

/** What brings the numbered messages of the load to the other nodes: a member of a cluster. Thread-safe. */
interface Carrier extends AutoCloseable {
    /** What is compared. */
    enum Kind {
        /** The server, from {@code emit} to the transport of a client on each node. */
        PARLEY {
            @Override
            Carrier start(Site site, Observer observer) {
                return new ServerCarrier(site, observer);
            }
        },
        /** Hazelcast's topic, as it is. */
        ITOPIC {
            @Override
            Carrier start(Site site, Observer observer) {
                return new TopicCarrier(site, observer, hazelcast -> hazelcast.getTopic(TopicCarrier.NAME));
            }
        },
        /** Hazelcast's reliable topic, as it is, with listeners that put up with losses. */
        RELIABLE_TOPIC {
            @Override
            Carrier start(Site site, Observer observer) {
                return new TopicCarrier(site, observer, hazelcast -> hazelcast.getReliableTopic(TopicCarrier.NAME));
            }
        };

        /** Joins the cluster. */
        abstract Carrier start(Site site, Observer observer);
    }

    /** Told of what a node sees. */
    interface Observer {
        /** A message has come, perhaps one of this node's own. */
        void received(int sender, long number, long sentAt);

        /** There are so many nodes now. */
        void members(int count);

        /** So many messages of a node are lost, as it is told. */
        void gap(String node, long count);
    }

    /** What the node is called in gaps. */
    String nodeId();

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
