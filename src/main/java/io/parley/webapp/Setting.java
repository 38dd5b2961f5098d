package io.parley.webapp;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * The keys of the configuration, without {@code parley.} in front; what is allowed; the default; and what it is for. The
 * table in {@code docs/configuration.md} is made of them, in this order.
 */
enum Setting {
    AUTO(
            "auto",
            Allowed.flag(),
            "true",
            "whether the container starts what it finds in the WAR; else the application does, by Parley.start"),
    PATH(
            "path",
            Allowed.text("a path of letters, digits and ._~- that starts with a slash", "(/[A-Za-z0-9._~-]+)+"),
            "/socket.io",
            "where clients find the server, below the context path"),
    ADD_TRAILING_SLASH(
            "add-trailing-slash",
            Allowed.flag(),
            "true",
            "whether the path needs its slash at the end; else both are served"),
    SERVE_CLIENT(
            "serve-client", Allowed.flag(), "true", "whether browsers can fetch the official client below the path"),
    TRANSPORTS("transports", Allowed.transports(), "polling,websocket", "what a session may start with or upgrade to"),
    ALLOW_UPGRADES("allow-upgrades", Allowed.flag(), "true", "whether polling clients may upgrade to WebSocket"),
    ALLOW_EIO3("allow-eio3", Allowed.flag(), "false", "whether clients of Engine.IO 3 may connect: Socket.IO 1 and 2"),
    PARSER("parser", Allowed.oneOf("json", "msgpack"), "json", "how packets are written; clients need the same"),
    PER_MESSAGE_DEFLATE(
            "per-message-deflate",
            Allowed.flag(),
            "false",
            "whether WebSocket messages are compressed, if client and container can"),
    HTTP_COMPRESSION_THRESHOLD(
            "http-compression-threshold",
            Allowed.bytes(1, Integer.MAX_VALUE),
            "1024",
            "from which size on answers to polls are compressed"),

    PING_INTERVAL("ping-interval", Times.ANY, "25s", "how long after a pong the server pings again"),
    PING_TIMEOUT("ping-timeout", Times.ANY, "20s", "how long a pong may take; later: closed, \"ping timeout\""),
    UPGRADE_TIMEOUT("upgrade-timeout", Times.ANY, "10s", "how long an upgrade may take; later: polling goes on"),
    CONNECT_TIMEOUT(
            "connect-timeout", Times.ANY, "45s", "how long a connection may take to join a namespace; later: closed"),
    ATTACHMENT_TIMEOUT(
            "attachment-timeout", Times.ANY, "10s", "how long the attachments of a packet may take; later: closed"),
    ACK_TIMEOUT(
            "ack-timeout",
            Times.ANY.orNone("as long as it is connected"),
            "",
            "how long a client may owe an answer where the application does not say it; later: the answer fails"),
    WRITE_TIMEOUT(
            "write-timeout", Times.ANY, "10s", "how long a WebSocket may take to send what it has; later: closed"),
    POST_TIMEOUT("post-timeout", Times.ANY, "30s", "how long the body of a POST may take; later: 400 and closed"),
    MESSAGE_TIMEOUT("message-timeout", Times.ANY, "10s", "how long a WebSocket message may take; later: closed"),
    CLOSE_TIMEOUT(
            "close-timeout",
            Times.ANY,
            "30s",
            "how long a session that is closing waits for the poll that takes its last packets"),
    PRESENCE_GRACE(
            "presence-grace",
            Allowed.duration("0s", "1h"),
            "0s",
            "how long a user without a socket is still what it was, before it is offline"),

    MAX_SESSIONS(
            "max-sessions",
            Allowed.number(1, 10_000_000).orNone("what half the heap holds"),
            "",
            "sessions of this node; one more: 503"),
    MAX_SESSIONS_PER_ADDRESS(
            "max-sessions-per-address",
            Allowed.number(1, 10_000_000).orNone("any number"),
            "",
            "sessions of one address, as the container sees it; one more: 503"),
    MAX_EVENT_RATE(
            "max-event-rate",
            Allowed.eventRate().orNone("any number"),
            "",
            "events of one connection; faster: read more slowly, and closed after 10s"),
    MAX_PAYLOAD(
            "max-payload",
            Allowed.bytes(1000, 100_000_000),
            "1000000",
            "one POST body or WebSocket message; larger: 413, or closed with 1009"),
    MAX_PAYLOAD_PACKETS(
            "max-payload-packets", Allowed.number(1, 1_000_000), "10000", "packets of one POST body; more: closed"),
    MAX_QUEUED_BYTES(
            "max-queued-bytes",
            Allowed.bytes(1000, 1_000_000_000),
            "1000000",
            "what waits for a slow client, besides one batch; more: closed"),
    MAX_QUEUED_PACKETS(
            "max-queued-packets",
            Allowed.number(1, 10_000_000),
            "20000",
            "packets that wait for a slow client, besides one batch; more: closed"),
    MAX_QUEUED_EVENTS(
            "max-queued-events",
            Allowed.number(1, 1_000_000),
            "1000",
            "events of a connection that wait for their handlers; more: it is not read on"),
    MAX_NAMESPACES("max-namespaces", Allowed.number(1, 10_000), "16", "namespaces of a connection; more: refused"),
    MAX_DYNAMIC_NAMESPACES(
            "max-dynamic-namespaces",
            Allowed.number(1, 1_000_000),
            "1000",
            "namespaces of the server beyond which none are made on demand"),
    MAX_ROOMS(
            "max-rooms", Allowed.number(1, 1_000_000), "256", "rooms of a socket, its own included; more: join throws"),
    MAX_ROOM_LENGTH(
            "max-room-length", Allowed.number(1, 10_000), "256", "characters of a room's name; more: join throws"),
    MAX_PENDING_ACKS(
            "max-pending-acks",
            Allowed.number(1, 1_000_000),
            "1000",
            "answers that a client may owe; more: the question fails"),
    MAX_ATTACHMENTS("max-attachments", Allowed.number(0, 10_000), "10", "attachments of a packet; more: closed"),
    MAX_ATTACHMENT_BYTES(
            "max-attachment-bytes",
            Allowed.manyBytes(0, 1_000_000_000),
            "4000000",
            "all attachments of a packet together; more: closed"),
    MAX_DEPTH("max-depth", Allowed.number(1, 1000), "64", "arrays and objects inside each other; more: closed"),
    MAX_NUMBER_DIGITS("max-number-digits", Allowed.number(1, 10_000), "64", "digits of a number; more: closed"),
    MAX_KEYS("max-keys", Allowed.number(0, 10_000_000), "10000", "members of all objects of a packet; more: closed"),
    MAX_NAMESPACE_LENGTH(
            "max-namespace-length",
            Allowed.number(1, 10_000),
            "128",
            "characters of a namespace, its slash included; more: closed"),

    ALLOWED_ORIGINS(
            "allowed-origins", Allowed.origins(), "same-origin", "which pages may talk to the server; others: 403"),
    REQUIRE_ORIGIN(
            "require-origin",
            Allowed.flag(),
            "false",
            "whether what comes with a cookie or a login, and is no plain GET, needs an Origin"),
    ALLOW_ANONYMOUS(
            "allow-anonymous",
            Allowed.flag(),
            "true",
            "whether clients may connect whom the container has not logged in"),
    ROLES(
            "roles",
            Allowed.list("names of roles, with commas between, 100 at most", ".{1,256}")
                    .orNone("the container is asked for no role"),
            "",
            "the roles that applications ask for, see Handshake.roles"),
    EMIT_KEY(
            "emit-key",
            Allowed.bearerKey().orNone("other programs cannot emit by HTTP"),
            "",
            "who shows it may emit by HTTP"),
    EMIT_SECOND_KEY(
            "emit-second-key",
            Allowed.bearerKey().orNone("there is only one"),
            "",
            "is accepted, too, while the key is changed"),
    CONTRACTS(
            "contracts",
            Allowed.flag(),
            "false",
            "whether anybody can read what endpoints take and emit, at -/contract.d.ts and -/asyncapi.json below the path"),
    CORS(
            "cors",
            Allowed.cors().orNone("no headers"),
            "",
            "which pages of other origins may read answers, and talk to the server"),
    CORS_CREDENTIALS("cors.credentials", Allowed.flag(), "false", "whether browsers send cookies and logins along"),
    CORS_METHODS("cors.methods", Lists.TOKENS, "GET,HEAD,PUT,PATCH,POST,DELETE", "what pages may use"),
    CORS_ALLOWED_HEADERS(
            "cors.allowed-headers",
            Lists.TOKENS.orNone("what the browser asks for"),
            "",
            "the headers that pages may send"),
    CORS_EXPOSED_HEADERS(
            "cors.exposed-headers", Lists.TOKENS.orNone("the common ones"), "", "the headers that pages may read, too"),
    CORS_MAX_AGE(
            "cors.max-age",
            Allowed.duration("0s", "24h").orNone("what the browser likes"),
            "",
            "how long a browser may keep the answer to a preflight, in whole seconds"),
    CORS_PREFLIGHT_STATUS("cors.preflight-status", Allowed.number(200, 299), "204", "of the answer to a preflight"),
    COOKIE(
            "cookie",
            Allowed.text("a name of letters, digits and !#$%&'*+.^_`|~-", Lists.TOKEN)
                    .orNone("no cookie"),
            "",
            "the cookie that tells a load balancer the session of a polling client"),
    COOKIE_PATH(
            "cookie.path",
            Allowed.text("a path that starts with a slash, without ;", "/[\\x20-\\x3a\\x3c-\\x7e]*"),
            "/",
            "below which it is sent"),
    COOKIE_HTTP_ONLY("cookie.http-only", Allowed.flag(), "true", "whether it is hidden from scripts"),
    COOKIE_SECURE("cookie.secure", Allowed.flag(), "false", "whether it is for TLS only"),
    COOKIE_SAME_SITE("cookie.same-site", Allowed.sameSite(), "lax", "whether other sites send it"),
    COOKIE_MAX_AGE(
            "cookie.max-age",
            Allowed.duration("0s", "9000h").orNone("until the browser is closed"),
            "",
            "how long it is kept, in whole seconds"),

    RECOVERY(
            "recovery",
            Allowed.flag(),
            "false",
            "whether a client that was away for a short time gets its state and what it missed"),
    RECOVERY_MAX_DISCONNECTION("recovery.max-disconnection", Times.ANY, "2m", "how long a client may be away"),
    RECOVERY_SKIP_MIDDLEWARES(
            "recovery.skip-middlewares",
            Allowed.flag(),
            "false",
            "whether a client that comes back passes the middlewares unasked"),
    RECOVERY_MAX_SESSIONS(
            "recovery.max-sessions",
            Allowed.number(1, 10_000_000),
            "10000",
            "clients that are away, per namespace; more: not recovered"),
    RECOVERY_MAX_PACKETS(
            "recovery.max-packets", Allowed.number(1, 100_000_000), "100000", "packets kept, per namespace"),
    RECOVERY_MAX_BYTES(
            "recovery.max-bytes",
            Allowed.manyBytes(1, 1_000_000_000_000L),
            "64000000",
            "of all packets kept, per namespace"),
    RECOVERY_MAX_MISSED_PACKETS(
            "recovery.max-missed-packets",
            Allowed.number(1, 100_000_000),
            "1000",
            "packets that one client may have missed; more: not recovered"),
    RECOVERY_MAX_MISSED_BYTES(
            "recovery.max-missed-bytes",
            Allowed.manyBytes(1, 1_000_000_000_000L),
            "1000000",
            "of these; more: not recovered"),

    HANDLERS(
            "handlers",
            Allowed.oneOf("auto", "pool", "virtual", "managed"),
            "auto",
            "on which threads handlers run, see below"),
    HANDLER_THREADS("handler-threads", Allowed.number(1, 10_000), "64", "handlers that run at once; more wait"),
    DRAIN_TIME(
            "drain-time",
            Allowed.duration("0s", "10m"),
            "0s",
            "for how long the stop of the application may be held up to move clients off"),
    DRAIN_KEY(
            "drain-key",
            Allowed.bearerKey().orNone("a node cannot be drained by HTTP"),
            "",
            "who shows it may drain the node by HTTP"),
    AUDIT(
            "audit",
            Allowed.flag(),
            "true",
            "whether the logger io.parley.audit tells who came, who was refused, and why"),

    NODE_NAME(
            "node-name",
            Allowed.text("up to 40 characters", "[^\\p{Cntrl}]{1,40}").orNone("the container and a random part"),
            "",
            "what people call this node"),
    CLUSTER_MEMBERS("cluster.members", Lists.ANY.orNone("no cluster"), "", "host:port of all nodes"),
    CLUSTER_HAZELCAST(
            "cluster.hazelcast",
            Allowed.text(
                            "name: and the name of a Hazelcast instance, jndi: and where one is, or file: or classpath: and"
                                    + " Hazelcast's own configuration",
                            ".*")
                    .orNone("a member of our own"),
            "",
            "a Hazelcast of somebody else, in place of members"),
    CLUSTER_NAME(
            "cluster.name",
            Allowed.text("any text", ".+"),
            "parley",
            "the same on all nodes of a cluster, and another on all others"),
    CLUSTER_PORT("cluster.port", Allowed.number(1, 65_535), "5701", "this node's port"),
    CLUSTER_INTERFACE(
            "cluster.interface",
            Allowed.text("an IP address as it stands in cluster.members", ".+")
                    .orNone("the first in cluster.members that is this machine's"),
            "",
            "this node's own address"),
    CLUSTER_KEY(
            "cluster.key",
            Allowed.clusterKey().orNone("frames are not signed"),
            "",
            "signs what nodes say to each other"),
    CLUSTER_SECOND_KEY(
            "cluster.second-key",
            Allowed.clusterKey().orNone("there is only one"),
            "",
            "is accepted, too, while the key is changed"),
    CLUSTER_RING_TIME(
            "cluster.ring-time",
            Allowed.duration("1ms", "1h"),
            "60s",
            "how long what was sent is kept, for nodes that it did not reach"),
    CLUSTER_RING_BYTES("cluster.ring-bytes", Allowed.manyBytes(0, 1_000_000_000), "16000000", "how much of it"),
    CLUSTER_HELD_BYTES(
            "cluster.held-bytes",
            Allowed.manyBytes(0, 1_000_000_000),
            "16000000",
            "what came too early and waits for what is missing; more: asked for again"),
    CLUSTER_MAX_QUEUED_BYTES(
            "cluster.max-queued-bytes",
            Allowed.manyBytes(4096, 10_000_000_000L),
            "67108864",
            "what waits to be sent to other nodes; more: dropped, with a gap"),
    CLUSTER_MAX_FRAME_BYTES(
            "cluster.max-frame-bytes",
            Allowed.bytes(4096, 1_000_000_000),
            "16777216",
            "one message between nodes; larger: refused");

    private final String key;

    @SuppressWarnings("ImmutableEnumChecker") // it is, but for what the checker knows of functions
    private final Allowed<?> allowed;

    private final String preset;
    private final String purpose;

    /** @param preset the default; empty: none */
    Setting(String key, Allowed<?> allowed, String preset, String purpose) {
        this.key = key;
        this.allowed = allowed;
        this.preset = preset;
        this.purpose = purpose;
    }

    String key() {
        return key;
    }

    Allowed<?> allowed() {
        return allowed;
    }

    String preset() {
        return preset;
    }

    String purpose() {
        return purpose;
    }

    /** As a system property, a context parameter and in MicroProfile Config. */
    String property() {
        return "parley." + key;
    }

    /** As an environment variable. */
    String variable() {
        return property().toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    private static final class Times {
        static final Allowed<Duration> ANY = Allowed.duration("1ms", "24h");
    }

    private static final class Lists {
        static final String TOKEN = "[A-Za-z0-9!#$%&'*+.^_`|~-]+";
        static final Allowed<List<String>> TOKENS = Allowed.list("names with commas between", TOKEN);
        static final Allowed<List<String>> ANY = Allowed.list("with commas between", ".*");
    }
}
