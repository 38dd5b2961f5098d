package io.parley;

/** Whether a user is there, with all its sockets in a namespace, on all nodes, taken together. */
public enum Presence {
    /** At least one socket is there and not {@linkplain Socket#away away}. */
    ONLINE,
    /** There are sockets, and all of them are {@linkplain Socket#away away}. */
    AWAY,
    /** There is no socket. */
    OFFLINE
}
