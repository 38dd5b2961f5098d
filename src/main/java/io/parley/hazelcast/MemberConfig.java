package io.parley.hazelcast;

import com.hazelcast.config.AdvancedNetworkConfig;
import com.hazelcast.config.ClassFilter;
import com.hazelcast.config.Config;
import com.hazelcast.config.JavaSerializationFilterConfig;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.ServerSocketEndpointConfig;
import com.hazelcast.config.TopicConfig;
import java.time.Duration;
import java.util.List;

/**
 * The configuration of our embedded Hazelcast member: found only by its list, bound to one address, open to members
 * only, with few threads, and with every door shut that a topic of byte arrays does not need.
 */
final class MemberConfig {
    /** The attribute under which a member tells its node id. */
    static final String NODE_ATTRIBUTE = "parley.node";

    private static final int CONNECT_TIMEOUT_SECONDS = 5;

    private MemberConfig() {}

    static Config of(HazelcastOptions options, String node) {
        var config = new Config();
        config.setClusterName(options.clusterName());
        // names the threads and the logs, and must be unique in a JVM that runs several web applications
        config.setInstanceName("parley-" + node);
        config.setClassLoader(MemberConfig.class.getClassLoader());
        config.getMemberAttributeConfig().setAttribute(NODE_ATTRIBUTE, node);
        for (var topic : List.of(options.topic(), options.topic() + ".*")) {
            config.addTopicConfig(
                    new TopicConfig(topic).setMultiThreadingEnabled(false).setGlobalOrderingEnabled(false));
        }
        config.setAdvancedNetworkConfig(network(options));
        doors(config);
        properties(config, options);
        return config;
    }

    private static AdvancedNetworkConfig network(HazelcastOptions options) {
        // an advanced network has only the endpoints it is given: this one has none for clients, REST or memcache
        var network = new AdvancedNetworkConfig().setEnabled(true);
        var endpoint = new ServerSocketEndpointConfig().setPort(options.port()).setPortAutoIncrement(false);
        endpoint.setSocketConnectTimeoutSeconds(CONNECT_TIMEOUT_SECONDS);
        // the default of 0 resets connections when a member leaves: its last frames would be lost
        endpoint.setSocketLingerSeconds(-1);
        network.setMemberEndpointConfig(endpoint);
        var join = new JoinConfig();
        join.getAutoDetectionConfig().setEnabled(false);
        join.getMulticastConfig().setEnabled(false);
        join.getTcpIpConfig()
                .setEnabled(true)
                .setConnectionTimeoutSeconds(CONNECT_TIMEOUT_SECONDS)
                .setMembers(options.members());
        return network.setJoin(join);
    }

    private static void doors(Config config) {
        config.getJetConfig().setEnabled(false).setResourceUploadEnabled(false);
        config.getManagementCenterConfig()
                .setConsoleEnabled(false)
                .setScriptingEnabled(false)
                .setDataAccessEnabled(false);
        config.getMetricsConfig().setEnabled(false);
        var serialization = config.getSerializationConfig();
        serialization.setJavaSerializationFilterConfig(javaSerialization());
        // an empty list with the defaults disabled turns reflective serialization off
        serialization
                .getCompactSerializationConfig()
                .setZeroConfigFilter(new JavaSerializationFilterConfig()
                        .setDefaultsDisabled(true)
                        .setWhitelist(new ClassFilter()));
    }

    /** Members answer a failed operation with its exception, in Java serialization; they need nothing else of it. */
    private static JavaSerializationFilterConfig javaSerialization() {
        var allowed = new ClassFilter()
                .addPrefixes("com.hazelcast.core.", "com.hazelcast.spi.exception.", "com.hazelcast.cluster.")
                .addClasses(
                        "com.hazelcast.internal.cluster.impl.ClusterTopologyChangedException",
                        "com.hazelcast.internal.cluster.impl.ConfigMismatchException",
                        "com.hazelcast.internal.cluster.impl.MasterNodeChangedException",
                        "com.hazelcast.internal.cluster.impl.VersionMismatchException",
                        "com.hazelcast.internal.partition.PartitionStateVersionMismatchException",
                        "com.hazelcast.nio.serialization.HazelcastSerializationException",
                        "com.hazelcast.partition.NoDataMemberInClusterException",
                        "java.lang.Throwable",
                        "java.lang.Exception",
                        "java.lang.RuntimeException",
                        "java.lang.Error",
                        "java.lang.ClassNotFoundException",
                        "java.lang.IllegalArgumentException",
                        "java.lang.IllegalStateException",
                        "java.lang.InterruptedException",
                        "java.lang.NullPointerException",
                        "java.lang.ReflectiveOperationException",
                        "java.lang.SecurityException",
                        "java.lang.StackTraceElement",
                        "[Ljava.lang.StackTraceElement;",
                        "java.lang.UnsupportedOperationException",
                        "java.io.IOException",
                        "java.io.EOFException",
                        "java.util.ArrayList",
                        "java.util.Collections$EmptyList",
                        "java.util.Collections$UnmodifiableList",
                        "java.util.Collections$UnmodifiableCollection",
                        "java.util.Collections$UnmodifiableRandomAccessList",
                        "java.util.concurrent.CancellationException",
                        "java.util.concurrent.CompletionException",
                        "java.util.concurrent.ExecutionException",
                        "java.util.concurrent.RejectedExecutionException",
                        "java.util.concurrent.TimeoutException");
        return new JavaSerializationFilterConfig().setDefaultsDisabled(true).setWhitelist(allowed);
    }

    private static void properties(Config config, HazelcastOptions options) {
        var timing = options.timing();
        property(config, "local.localAddress", options.bindAddress());
        property(config, "socket.bind.any", "false");
        property(config, "phone.home.enabled", "false");
        property(config, "logging.type", "jdk");
        property(config, "shutdownhook.enabled", "false");

        seconds(config, "heartbeat.interval.seconds", timing.heartbeat());
        seconds(config, "max.no.heartbeat.seconds", timing.maxSilence());
        seconds(config, "merge.first.run.delay.seconds", timing.mergeFirst());
        seconds(config, "merge.next.run.delay.seconds", timing.mergeNext());
        seconds(config, "max.join.seconds", timing.join());
        seconds(config, "graceful.shutdown.max.wait", timing.leave());
        seconds(config, "cluster.shutdown.timeout.seconds", timing.leave());
        property(
                config,
                "operation.call.timeout.millis",
                Long.toString(timing.operation().toMillis()));
        property(config, "wait.seconds.before.join", "0");

        property(config, "event.queue.capacity", "100000");
        // every 100,000th event waits for its receiver: one that hangs must not hold up the others for long
        property(config, "event.sync.timeout.millis", "1000");

        // one thread each is plenty for one topic
        property(config, "event.thread.count", "1");
        property(config, "io.thread.count", "1");
        property(config, "operation.thread.count", "1");
        property(config, "operation.generic.thread.count", "2");
        property(config, "operation.response.thread.count", "1");
        property(config, "health.monitoring.level", "OFF");
        property(config, "jmx", "false");
    }

    private static void seconds(Config config, String name, Duration duration) {
        property(config, name, Long.toString(duration.toSeconds()));
    }

    private static void property(Config config, String name, String value) {
        config.setProperty("hazelcast." + name, value);
    }
}
