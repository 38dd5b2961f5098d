package io.parley.adapter;

/**
 * Messages of another node that this one will never get: it was cut off for longer than the other one keeps them, or the
 * other one could not send as much. Broadcasts, commands and server-side events of any namespace may be among them.
 *
 * @param node the id of the other node
 * @param messages how many are lost; of those for this node alone (answers) and those for all together
 */
public record ClusterGap(String node, long messages) {}
