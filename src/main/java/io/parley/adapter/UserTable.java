package io.parley.adapter;

/**
 * What the nodes tell each other of the users of a server: how many sockets each has in a namespace. What a node that has
 * left the cluster has told is taken back then. Thread-safe; nothing here blocks.
 */
public interface UserTable {
    /**
     * Tells the other nodes how many sockets a user has here. What is told of one user, one thread at a time must tell.
     *
     * @param namespace the name
     * @param user the name
     * @param sockets in place of what was told before
     * @return false: they do not hear of it, since there are too many users or the names are too long together
     */
    boolean tell(String namespace, String user, UserSockets sockets);

    /** Hears what other nodes tell. */
    interface Listener {
        /**
         * A user has more or fewer sockets on another node. Called in order per node; must return quickly.
         *
         * @param node the other node
         * @param namespace the name
         * @param user the name
         * @param sockets in place of what was told before
         */
        void told(String node, String namespace, String user, UserSockets sockets);
    }
}
