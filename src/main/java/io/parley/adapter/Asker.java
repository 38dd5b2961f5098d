package io.parley.adapter;

/** The node that has asked, as the one that replies sees it. Thread-safe. */
@FunctionalInterface
interface Asker {
    /**
     * Sends a reply; false if it is not sent: the node is gone, or too much waits to be sent.
     *
     * @throws IllegalArgumentException if it is larger than a frame can be; nothing is sent then
     */
    boolean send(ClusterMessage.Reply reply);
}
