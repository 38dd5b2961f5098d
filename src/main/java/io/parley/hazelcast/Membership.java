package io.parley.hazelcast;

import com.hazelcast.config.Config;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastException;
import com.hazelcast.core.HazelcastInstance;
import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * A Hazelcast member, and what may be done with it.
 *
 * @param hazelcast runs
 * @param topic that carries the frames
 * @param use what it is to us
 * @param configuredHere whether its configuration is ours
 * @param leave until a bus that is closed waits no longer for the others
 * @param place where it is, for the log
 */
record Membership(
        HazelcastInstance hazelcast, String topic, Use use, boolean configuredHere, Duration leave, String place) {
    private static final Duration LEAVE = HazelcastOptions.Timing.defaults().leave();

    /** What a member is to us. */
    enum Use {
        /** Ours, and it tells our node id. */
        NODE,
        /** Ours, and no node. */
        EMITTER,
        /** It belongs to somebody else, runs before us and after us, and cannot tell our node id. */
        BORROWED
    }

    /**
     * A new member.
     *
     * @throws ClusterStartException if it does not become a member; nothing of it is left then
     */
    static Membership start(HazelcastOptions options, String node, Use use) {
        var hazelcast = startMember(options, MemberConfig.of(options, node, use));
        boolean mayBeAlone = use == Use.NODE && options.listsThisNode();
        if (hazelcast.getCluster().getMembers().size() == 1 && !mayBeAlone) {
            hazelcast.shutdown();
            throw new ClusterStartException(cannotJoin(options)
                    + (use == Use.NODE
                            ? ": none of the members can be joined, and this node is not one of them, so it may not form"
                                    + " a cluster of its own"
                            : ": none of the members can be joined, and one who emits only needs a node"));
        }
        return new Membership(
                hazelcast, options.topic(), use, true, options.timing().leave(), "listens on " + address(options));
    }

    /**
     * Asks before Hazelcast does, because Hazelcast would log a stack trace.
     *
     * @throws ClusterStartException if the address cannot be listened on
     */
    static void requireFree(HazelcastOptions options) {
        try (var socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(options.bindAddress(), options.port()));
        } catch (IOException taken) {
            throw new ClusterStartException(
                    "cannot listen on " + address(options) + " for the cluster: " + firstLine(taken)
                            + "; the port must be free, or another one configured",
                    taken);
        }
    }

    private static HazelcastInstance startMember(HazelcastOptions options, Config config) {
        try (var refusal = JoinRefusal.of(options.bindAddress(), options.port())) {
            return startMember(
                    config,
                    refusal,
                    cannotJoin(options),
                    "the members refuse this node, or did not let it join within "
                            + options.timing().join().toSeconds() + " s; the log of com.hazelcast says which");
        }
    }

    private static HazelcastInstance startMember(Config config, JoinRefusal refusal, String what, String unknown) {
        try {
            return Hazelcast.newHazelcastInstance(config);
        } catch (IllegalStateException notJoined) {
            var why = refusal.reason()
                    .map(reason -> "the members refuse this node: " + reason)
                    .orElse(unknown);
            throw new ClusterStartException(what + ": " + why, notJoined);
        } catch (HazelcastException | IllegalArgumentException failed) {
            throw new ClusterStartException(what + ": " + firstLine(failed), failed);
        }
    }

    private static String cannotJoin(HazelcastOptions options) {
        return "cannot join the cluster \"" + options.clusterName() + "\" of the members "
                + String.join(",", options.members()) + " as " + address(options);
    }

    private static String address(HazelcastOptions options) {
        return new HostPort(options.bindAddress(), options.port()).toString();
    }

    /**
     * A new member as Hazelcast's own configuration says: where it looks for others, what it listens on, its name.
     *
     * @throws ClusterStartException if it cannot be read, or the member does not start
     */
    static Membership ofFile(File file, SharedOptions options, String node) {
        return configured(
                file.toString(),
                () -> {
                    try {
                        return Config.loadFromFile(file);
                    } catch (FileNotFoundException missing) {
                        throw new IllegalArgumentException("there is no such file", missing);
                    }
                },
                options,
                node);
    }

    /** The same, from a resource of the web application. */
    static Membership ofResource(String name, SharedOptions options, String node) {
        return configured(name, () -> Config.loadFromClasspath(Membership.class.getClassLoader(), name), options, node);
    }

    private static Membership configured(String name, Supplier<Config> loading, SharedOptions options, String node) {
        var what = "cannot start a Hazelcast member as \"" + name + "\" says";
        Config config;
        try {
            config = loading.get();
        } catch (HazelcastException | IllegalArgumentException unreadable) {
            throw new ClusterStartException(what + ": " + firstLine(unreadable), unreadable);
        }
        try (var refusal = JoinRefusal.ofAny()) {
            var hazelcast = startMember(
                    MemberConfig.completed(config, options.topic(), node),
                    refusal,
                    what,
                    "it could not join; the log of com.hazelcast says why");
            return new Membership(
                    hazelcast, options.topic(), Use.NODE, false, LEAVE, "is the Hazelcast member of " + name);
        }
    }

    /**
     * A member of somebody else.
     *
     * @throws ClusterStartException if there is none of that name
     */
    static Membership named(String name, SharedOptions options) {
        var instance = Hazelcast.getHazelcastInstanceByName(name);
        if (instance == null) {
            var names = new TreeSet<String>();
            Hazelcast.getAllHazelcastInstances().forEach(other -> names.add(other.getName()));
            throw new ClusterStartException("there is no Hazelcast instance \"" + name
                    + "\" of the Hazelcast classes that this web application sees, which come from "
                    + ForeignClass.placeOf(Hazelcast.class) + " and have the instances " + names);
        }
        return borrowed(instance, options);
    }

    /**
     * A member of somebody else.
     *
     * @param given perhaps not one that we can use
     * @throws ClusterStartException if it is none, or of other classes than ours
     */
    static Membership of(Object given, SharedOptions options) {
        if (given instanceof HazelcastInstance instance) {
            return borrowed(instance, options);
        }
        throw new ClusterStartException(ForeignClass.describe(given, HazelcastInstance.class));
    }

    private static Membership borrowed(HazelcastInstance instance, SharedOptions options) {
        if (!instance.getLifecycleService().isRunning()) {
            throw new ClusterStartException("the Hazelcast instance \"" + instance.getName() + "\" does not run");
        }
        return new Membership(
                instance,
                options.topic(),
                Use.BORROWED,
                false,
                LEAVE,
                "uses the Hazelcast instance \"" + instance.getName() + "\"");
    }

    /** What is dangerous for a bus on it, one line each; nothing if its configuration is ours. */
    List<String> dangers(Duration ringTime) {
        return configuredHere ? List.of() : InstanceCheck.dangersOf(hazelcast.getConfig(), topic, ringTime);
    }

    /** Leaves the cluster, if it is ours. */
    void end() {
        if (use != Use.BORROWED) {
            hazelcast.shutdown();
            HazelcastJar.close();
        }
    }

    static String firstLine(Exception failure) {
        return Objects.toString(failure.getMessage(), failure.toString())
                .lines()
                .findFirst()
                .orElse("");
    }
}
