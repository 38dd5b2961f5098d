package io.parley.webapp;

import io.parley.cluster.ClusterBus;
import io.parley.cluster.FrameKeys;
import io.parley.hazelcast.ClusterStartException;
import io.parley.hazelcast.HazelcastBus;
import io.parley.hazelcast.HazelcastOptions;
import io.parley.hazelcast.SharedOptions;
import io.parley.kernel.Environment;
import java.io.File;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import javax.naming.InitialContext;
import javax.naming.NamingException;

/** Joins the cluster that the configuration names, if it names one. */
final class Cluster {
    private static final System.Logger LOG = System.getLogger(Cluster.class.getName());

    private Cluster() {}

    /** Blocks until the node is a member. */
    static Optional<ClusterBus> join(Configuration configuration, Environment environment) {
        if (!configuration.namesCluster()) {
            return Optional.empty();
        }
        var hazelcast = configuration.text(Setting.CLUSTER_HAZELCAST);
        var members = configuration.members();
        if (!hazelcast.isEmpty() && !members.isEmpty()) {
            throw new ConfigurationException("parley.cluster.hazelcast and parley.cluster.members are both set:"
                    + " either Hazelcast is configured by somebody else, or by us");
        }
        try {
            return Optional.of(
                    hazelcast.isEmpty()
                            ? joinOwn(configuration, members, environment)
                            : joinConfigured(configuration, hazelcast, environment));
        } catch (IllegalArgumentException | ClusterStartException wrong) {
            throw new ConfigurationException("parley.cluster.*: " + wrong.getMessage());
        } catch (NoClassDefFoundError missing) {
            throw new ConfigurationException("parley.cluster.*: the class " + missing.getMessage()
                    + " is missing: this WAR has no Hazelcast of its own, and the server shows it none");
        }
    }

    private static ClusterBus joinOwn(Configuration configuration, List<String> members, Environment environment) {
        int port = configuration.number(Setting.CLUSTER_PORT);
        var name = configuration.text(Setting.CLUSTER_NAME);
        var keys = configuration.clusterKeys();
        var bind = configuration.text(Setting.CLUSTER_INTERFACE);
        var options = bind.isEmpty()
                ? HazelcastOptions.of(name, port, members)
                : HazelcastOptions.of(name, bind, port, members);
        warnWithout(keys, options.bindAddress() + ":" + port);
        return HazelcastBus.start(options.with(configuration.busLimits(), keys), environment);
    }

    private static ClusterBus joinConfigured(Configuration configuration, String source, Environment environment) {
        var keys = configuration.clusterKeys();
        var options = new SharedOptions(configuration.text(Setting.CLUSTER_NAME), configuration.busLimits(), keys);
        int colon = source.indexOf(':');
        var rest = source.substring(colon + 1);
        var bus =
                switch (rest.isEmpty() ? "" : source.substring(0, Math.max(colon, 0))) {
                    case "name" -> HazelcastBus.onNamed(rest, options, environment);
                    case "jndi" -> HazelcastBus.on(lookedUp(rest), options, environment);
                    case "file" -> HazelcastBus.startOfFile(new File(rest), options, environment);
                    case "classpath" -> HazelcastBus.startOfResource(rest, options, environment);
                    default -> throw configuration.bad(Setting.CLUSTER_HAZELCAST);
                };
        warnWithout(keys, "the members of its Hazelcast cluster");
        return bus;
    }

    /** In the names of this server only: the operator's text must not lead to another machine's objects. */
    @SuppressWarnings("BanJNDI")
    private static Object lookedUp(String name) {
        if (!name.startsWith("java:")) {
            throw new IllegalArgumentException("the name in JNDI \"" + name + "\": must begin with java:");
        }
        try {
            return new InitialContext().lookup(name);
        } catch (NamingException missing) {
            throw new IllegalArgumentException("there is nothing in JNDI at " + name, missing);
        }
    }

    private static void warnWithout(FrameKeys keys, String whom) {
        if (keys.isEmpty()) {
            LOG.log(
                    Level.WARNING,
                    "parley.cluster.key is not set: what the other nodes send is believed, whoever can reach {0}",
                    whom);
        }
    }
}
