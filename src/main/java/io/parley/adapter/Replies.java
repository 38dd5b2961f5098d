package io.parley.adapter;

import java.util.Set;

/**
 * Puts together what other nodes reply to one request. Called by one thread at a time.
 *
 * @param <T> what is made of it
 */
interface Replies<T> {
    /** Takes a reply; true if it was the last one of that node. */
    boolean take(String node, ClusterMessage.Reply reply);

    /** Whether the node has told what it will reply, so that it is waited for as long as that takes. */
    default boolean hasBegun(String node) {
        return false;
    }

    /** Whether nobody else needs to reply any more. */
    default boolean isEnough() {
        return false;
    }

    /**
     * The result; nothing is taken any more.
     *
     * @param gone nodes that will not reply, or not with all
     * @param late nodes that have not replied with all in time
     */
    T result(Set<String> gone, Set<String> late);
}
