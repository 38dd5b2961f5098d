package io.parley.webapp;

import io.parley.cluster.ClusterBus;
import io.parley.hazelcast.ClusterStartException;
import io.parley.hazelcast.HazelcastBus;
import io.parley.hazelcast.HazelcastOptions;
import io.parley.kernel.Environment;
import java.lang.System.Logger.Level;
import java.util.Optional;

/** Joins the cluster that the configuration names, if it names one. */
final class Cluster {
    private static final System.Logger LOG = System.getLogger(Cluster.class.getName());

    private Cluster() {}

    /** Blocks until the node is a member. */
    static Optional<ClusterBus> join(Configuration configuration, Environment environment) {
        var members = configuration.members();
        if (members.isEmpty()) {
            return Optional.empty();
        }
        int port = configuration.number(Setting.CLUSTER_PORT, 1, 65_535);
        var name = configuration.text(Setting.CLUSTER_NAME);
        var keys = configuration.clusterKeys();
        var bind = configuration.text(Setting.CLUSTER_INTERFACE);
        try {
            var options = bind.isEmpty()
                    ? HazelcastOptions.of(name, port, members)
                    : HazelcastOptions.of(name, bind, port, members);
            if (keys.isEmpty()) {
                LOG.log(
                        Level.WARNING,
                        "parley.cluster.key is not set: what the other nodes send is believed, whoever can reach {0}",
                        options.bindAddress() + ":" + port);
            }
            return Optional.of(HazelcastBus.start(options.with(configuration.busLimits(), keys), environment));
        } catch (IllegalArgumentException | ClusterStartException wrong) {
            throw new ConfigurationException("parley.cluster.*: " + wrong.getMessage());
        }
    }
}
