package io.parley.hazelcast;

import com.hazelcast.config.AdvancedNetworkConfig;
import com.hazelcast.config.ClassFilter;
import com.hazelcast.config.Config;
import com.hazelcast.config.JavaSerializationFilterConfig;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.ServerSocketEndpointConfig;
import com.hazelcast.config.TopicConfig;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The configuration of our embedded Hazelcast member: found only by its list, bound to one address, open to members
 * only, with few threads, and with every door shut that a topic of byte arrays does not need.
 */
final class MemberConfig {
    /** The attribute under which a member tells its node id. */
    static final String NODE_ATTRIBUTE = "parley.node";

    /** Set instead by a member that emits only: it is no node. */
    static final String EMITTER_ATTRIBUTE = "parley.emitter";

    private static final int CONNECT_TIMEOUT_SECONDS = 5;

    private MemberConfig() {}

    static Config of(HazelcastOptions options, String node, Membership.Use use) {
        var config = new Config();
        config.setClusterName(options.clusterName());
        // names the threads and the logs, and must be unique in a JVM that runs several web applications
        config.setInstanceName("parley-" + node);
        config.setClassLoader(MemberConfig.class.getClassLoader());
        boolean emitter = use == Membership.Use.EMITTER;
        config.setLiteMember(emitter);
        config.getMemberAttributeConfig().setAttribute(emitter ? EMITTER_ATTRIBUTE : NODE_ATTRIBUTE, node);
        topics(config, options.topic());
        config.setAdvancedNetworkConfig(network(options));
        doors(config);
        property(config, "local.localAddress", options.bindAddress());
        property(config, "socket.bind.any", "false");
        properties(options.timing()).forEach((name, value) -> property(config, name, value));
        return config;
    }

    /** A configuration that somebody else has written, with all that it does not say and that matters to us. */
    static Config completed(Config config, String topic, String node) {
        if (config.getInstanceName() == null) {
            config.setInstanceName("parley-" + node);
        }
        config.setClassLoader(MemberConfig.class.getClassLoader());
        config.getMemberAttributeConfig().setAttribute(NODE_ATTRIBUTE, node);
        topics(config, topic);
        if (config.getSerializationConfig().getJavaSerializationFilterConfig() == null) {
            config.getSerializationConfig().setJavaSerializationFilterConfig(javaSerialization());
        }
        properties(HazelcastOptions.Timing.defaults()).forEach((name, value) -> {
            if (config.getProperty("hazelcast." + name) == null && System.getProperty("hazelcast." + name) == null) {
                property(config, name, value);
            }
        });
        return config;
    }

    private static void topics(Config config, String topic) {
        for (var name : List.of(topic, topic + ".*")) {
            config.addTopicConfig(
                    new TopicConfig(name).setMultiThreadingEnabled(false).setGlobalOrderingEnabled(false));
        }
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

    /** By their names without {@code hazelcast.} in front. */
    private static Map<String, String> properties(HazelcastOptions.Timing timing) {
        var properties = new HashMap<String, String>();
        properties.put("phone.home.enabled", "false");
        properties.put("logging.type", "jdk");
        properties.put("shutdownhook.enabled", "false");

        properties.put("heartbeat.interval.seconds", seconds(timing.heartbeat()));
        properties.put("max.no.heartbeat.seconds", seconds(timing.maxSilence()));
        properties.put("merge.first.run.delay.seconds", seconds(timing.mergeFirst()));
        properties.put("merge.next.run.delay.seconds", seconds(timing.mergeNext()));
        properties.put("max.join.seconds", seconds(timing.join()));
        properties.put("graceful.shutdown.max.wait", seconds(timing.leave()));
        properties.put("cluster.shutdown.timeout.seconds", seconds(timing.leave()));
        properties.put(
                "operation.call.timeout.millis",
                Long.toString(timing.operation().toMillis()));
        properties.put("wait.seconds.before.join", "0");

        properties.put("event.queue.capacity", "100000");
        // every 100,000th event waits for its receiver: one that hangs must not hold up the others for long
        properties.put("event.sync.timeout.millis", "1000");

        // one thread each is plenty for one topic
        properties.put("event.thread.count", "1");
        properties.put("io.thread.count", "1");
        properties.put("operation.thread.count", "1");
        properties.put("operation.generic.thread.count", "2");
        properties.put("operation.response.thread.count", "1");
        properties.put("health.monitoring.level", "OFF");
        properties.put("jmx", "false");
        return properties;
    }

    private static String seconds(Duration duration) {
        return Long.toString(duration.toSeconds());
    }

    private static void property(Config config, String name, String value) {
        config.setProperty("hazelcast." + name, value);
    }
}
