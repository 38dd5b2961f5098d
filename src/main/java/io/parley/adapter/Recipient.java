package io.parley.adapter;

/** One who can be in rooms. */
public interface Recipient {
    /** Unique on all nodes; also the name of a room that only this recipient is in. */
    String id();
}
