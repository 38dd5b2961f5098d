package io.parley.packet;

/** What a packet carries, as its parser holds it: opaque to all others. Immutable and thread-safe. */
public interface Payload {
    /**
     * {@return the arguments of an event without its name, all arguments of an ack, the one object of a CONNECT, the
     * one object or string of a CONNECT_ERROR; empty if there is none}
     */
    Arguments arguments();

    /** {@return the name of an event (a number is given as its text); of all others {@code ""}} */
    String name();
}
