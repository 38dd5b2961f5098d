package io.parley.webapp;

import java.util.Locale;
import java.util.Optional;

/** The keys of the configuration, without {@code parley.} in front; what is allowed, and the default, in words. */
enum Setting {
    PATH("path", "a path of letters, digits and ._~- that starts with a slash", "/socket.io"),
    PING_INTERVAL("ping-interval", Allowed.DURATION, "25s"),
    PING_TIMEOUT("ping-timeout", Allowed.DURATION, "20s"),
    UPGRADE_TIMEOUT("upgrade-timeout", Allowed.DURATION, "10s"),
    CONNECT_TIMEOUT("connect-timeout", Allowed.DURATION, "45s"),
    WRITE_TIMEOUT("write-timeout", Allowed.DURATION, "10s"),
    POST_TIMEOUT("post-timeout", Allowed.DURATION, "30s"),
    MESSAGE_TIMEOUT("message-timeout", Allowed.DURATION, "10s"),
    MAX_PAYLOAD("max-payload", "bytes, a whole number from 1000 to 100000000", "1000000"),
    MAX_QUEUED_BYTES("max-queued-bytes", "bytes, a whole number from 1000 to 1000000000", "1000000"),
    MAX_QUEUED_EVENTS("max-queued-events", "a whole number from 1 to 1000000", "1000"),
    MAX_SESSIONS("max-sessions", "a whole number from 1 to 10000000; none: what half the heap holds", ""),
    MAX_SESSIONS_PER_ADDRESS("max-sessions-per-address", "a whole number from 1 to 10000000; none: any number", ""),
    MAX_EVENT_RATE("max-event-rate", "events per second and events at once, like 50/100; none: any number", ""),
    HANDLER_THREADS("handler-threads", "a whole number from 1 to 10000", "64"),
    TRANSPORTS("transports", "polling, websocket, or both with a comma between", "polling,websocket"),
    PARSER("parser", "json or msgpack", "json"),
    ALLOW_EIO3("allow-eio3", Allowed.FLAG, "false"),
    ALLOWED_ORIGINS(
            "allowed-origins",
            "same-origin, and origins like https://chat.example, with commas between; or * for all",
            "same-origin"),
    REQUIRE_ORIGIN("require-origin", Allowed.FLAG, "false"),
    ALLOW_ANONYMOUS("allow-anonymous", Allowed.FLAG, "true"),
    ROLES("roles", "names of roles, with commas between, 100 at most; none: the container is asked for no role", ""),
    SERVE_CLIENT("serve-client", Allowed.FLAG, "true"),
    DRAIN_TIME("drain-time", "a duration from 0s to 10m, like 10s", "0s"),
    DRAIN_KEY("drain-key", Allowed.DRAIN_KEY, ""),
    AUDIT("audit", Allowed.FLAG, "true"),
    EMIT_KEY("emit-key", Allowed.EMIT_KEY, ""),
    EMIT_SECOND_KEY("emit-second-key", Allowed.EMIT_KEY, ""),
    NODE_NAME(
            "node-name", "what people call this node, up to 40 characters; none: the container and a random part", ""),
    CLUSTER_MEMBERS("cluster.members", "host:port of all nodes, with commas between; none: no cluster", ""),
    CLUSTER_HAZELCAST(
            "cluster.hazelcast",
            "name: and the name of a Hazelcast instance, jndi: and where one is, or file: or classpath: and Hazelcast's own"
                    + " configuration; none: a member of our own",
            ""),
    CLUSTER_NAME("cluster.name", "the same on all nodes of a cluster, and another on all others", "parley"),
    CLUSTER_PORT("cluster.port", "this node's port, a whole number from 1 to 65535", "5701"),
    CLUSTER_INTERFACE("cluster.interface", "this node's own IP address, as it stands in cluster.members", ""),
    CLUSTER_KEY("cluster.key", Allowed.KEY, ""),
    CLUSTER_SECOND_KEY("cluster.second-key", Allowed.KEY, ""),
    CLUSTER_RING_TIME("cluster.ring-time", "a duration from 1ms to 1h, like 60s or 5m", "60s"),
    CLUSTER_RING_BYTES("cluster.ring-bytes", "bytes, a whole number from 0 to 1000000000", "16000000");

    private final String key;
    private final String allowed;
    private final String preset;

    Setting(String key, String allowed, String preset) {
        this.key = key;
        this.allowed = allowed;
        this.preset = preset;
    }

    String key() {
        return key;
    }

    String allowed() {
        return allowed;
    }

    String preset() {
        return preset;
    }

    /** Whether its value must not be shown to anybody. */
    boolean isSecret() {
        return allowed.equals(Allowed.KEY) || allowed.equals(Allowed.EMIT_KEY) || allowed.equals(Allowed.DRAIN_KEY);
    }

    String property() {
        return "parley." + key;
    }

    String variable() {
        return property().toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    static Optional<Setting> ofProperty(String name) {
        for (var setting : values()) {
            if (setting.property().equals(name)) {
                return Optional.of(setting);
            }
        }
        return Optional.empty();
    }

    static Optional<Setting> ofVariable(String name) {
        for (var setting : values()) {
            if (setting.variable().equals(name)) {
                return Optional.of(setting);
            }
        }
        return Optional.empty();
    }

    private static final class Allowed {
        static final String KEY = "16 characters or more, the same on all nodes; none: frames are not signed";
        static final String EMIT_KEY =
                "16 visible ASCII characters or more, no blanks; none: other programs cannot emit by HTTP";
        static final String DRAIN_KEY =
                "16 visible ASCII characters or more, no blanks; none: a node cannot be drained by HTTP";
        static final String FLAG = "true or false";
        static final String DURATION = "a duration from 1ms to 24h, like 25s, 300ms or 2m";
    }
}
