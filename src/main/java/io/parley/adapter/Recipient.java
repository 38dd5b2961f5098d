package io.parley.adapter;

/** One who can be in rooms. */
public interface Recipient {
    /** {@return the id: unique on all nodes, and also the name of a room that only this recipient is in} */
    String id();
}
