package io.parley.transport;

/**
 * What a relay has done since the start.
 *
 * @param door for sessions of other nodes
 * @param owner for sessions of this node, at other nodes
 */
public record RelayCounters(Door door, Owner owner) {
    /**
     * Requests that came to this node and belong to sessions of others.
     *
     * @param polls GETs
     * @param posts POSTs
     * @param webSockets opened here
     * @param waiting all of these that are not over yet
     * @param refused GETs and POSTs that the other node has refused
     * @param lost all of these that ended because the other node was gone or could not be reached
     */
    public record Door(long polls, long posts, long webSockets, long waiting, long refused, long lost) {}

    /**
     * Requests that came to other nodes and belong to sessions of this one.
     *
     * @param polls GETs
     * @param posts POSTs
     * @param webSockets opened there
     * @param refused those that did not fit a session here, WebSockets included
     * @param lost those that ended because the other node was gone or could not be reached
     */
    public record Owner(long polls, long posts, long webSockets, long refused, long lost) {}
}
