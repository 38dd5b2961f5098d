package io.parley.hazelcast;

import io.parley.cluster.BusLimits;
import io.parley.cluster.FrameKeys;

/**
 * How a node takes part in a cluster whose Hazelcast members are configured by somebody else. Immutable.
 *
 * @param clusterName nodes of different names do not hear each other, though they are in one Hazelcast cluster
 * @param limits of frames, of the outbound queue and of what is kept to repair losses
 * @param keys sign the frames; the same on all nodes
 */
public record SharedOptions(String clusterName, BusLimits limits, FrameKeys keys) {
    /** The name for which the topic is that of nodes which start a member of their own. */
    private static final String DEFAULT_NAME = "parley";

    /**
     * Checks the name.
     *
     * @param clusterName 1 to 100 visible ASCII characters, no spaces
     * @param limits valid by themselves
     * @param keys any, or none
     * @throws IllegalArgumentException if the name is not as described
     */
    public SharedOptions {
        HazelcastOptions.requireName("cluster name", clusterName);
    }

    /** The topic that carries the frames. */
    String topic() {
        return clusterName.equals(DEFAULT_NAME)
                ? HazelcastOptions.DEFAULT_TOPIC
                : HazelcastOptions.DEFAULT_TOPIC + "~" + clusterName;
    }
}
