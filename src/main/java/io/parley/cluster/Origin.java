package io.parley.cluster;

/**
 * Who speaks on a bus: a node, and the beginning of its sequence.
 *
 * @param node the node id
 * @param epoch see {@link Frame#epoch}
 */
public record Origin(String node, long epoch) {}
