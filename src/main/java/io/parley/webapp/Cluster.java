package io.parley.webapp;

import io.parley.cluster.ClusterBus;
import io.parley.hazelcast.ClusterStartException;
import io.parley.hazelcast.HazelcastBus;
import io.parley.hazelcast.HazelcastOptions;
import io.parley.kernel.Environment;
import java.util.Optional;

/** Joins the cluster that the configuration names, if it names one. */
final class Cluster {
    private Cluster() {}

    /** Blocks until the node is a member. */
    static Optional<ClusterBus> join(Configuration configuration, Environment environment) {
        var members = configuration.members();
        if (members.isEmpty()) {
            return Optional.empty();
        }
        int port = configuration.number(Setting.CLUSTER_PORT, 1, 65_535);
        var name = configuration.text(Setting.CLUSTER_NAME);
        var bind = configuration.text(Setting.CLUSTER_INTERFACE);
        try {
            var options = bind.isEmpty()
                    ? HazelcastOptions.of(name, port, members)
                    : HazelcastOptions.of(name, bind, port, members);
            return Optional.of(HazelcastBus.start(options, environment));
        } catch (IllegalArgumentException | ClusterStartException wrong) {
            throw new ConfigurationException("parley.cluster.*: " + wrong.getMessage());
        }
    }
}
