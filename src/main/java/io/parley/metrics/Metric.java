package io.parley.metrics;

import io.parley.EventCounters;
import io.parley.SocketIoServer;
import io.parley.engine.SessionCounters;
import io.parley.kernel.Limit;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** What is measured of a server: all there is, whatever collects it. Immutable. */
@SuppressWarnings("ImmutableEnumChecker") // lists that never change, and functions that keep nothing
public enum Metric {
    /** Sessions now. */
    SESSIONS(
            "parley.sessions",
            Kind.GAUGE,
            "",
            List.of("transport"),
            "Engine.IO sessions now, those that are closing included",
            io -> byTag("transport", io.engine().sessionCounters().open())),
    /** Sessions that were opened. */
    SESSIONS_OPENED(
            "parley.sessions.opened",
            Kind.COUNTER,
            "",
            List.of("transport"),
            "sessions that were opened, by the transport they began with",
            io -> byTag("transport", io.engine().sessionCounters().opened())),
    /** Upgrades. */
    SESSIONS_UPGRADED(
            "parley.sessions.upgraded",
            Kind.COUNTER,
            "",
            List.of(),
            "sessions that have changed from polling to WebSocket",
            session(SessionCounters::upgraded)),
    /** Sessions that have ended. */
    SESSIONS_CLOSED(
            "parley.sessions.closed",
            Kind.COUNTER,
            "",
            List.of("reason"),
            "sessions that have ended",
            io -> byTag("reason", io.engine().sessionCounters().closed())),
    /** Refused requests. */
    REQUESTS_REFUSED(
            "parley.requests.refused",
            Kind.COUNTER,
            "",
            List.of("reason"),
            "requests that were refused",
            io -> byTag("reason", io.engine().sessionCounters().refused())),
    /** Packets in. */
    PACKETS_RECEIVED(
            "parley.packets.received",
            Kind.COUNTER,
            "",
            List.of(),
            "Engine.IO packets that have come in, heartbeats included",
            session(counters -> counters.received().packets())),
    /** Bytes in. */
    BYTES_RECEIVED(
            "parley.bytes.received",
            Kind.COUNTER,
            "bytes",
            List.of(),
            "of these packets",
            session(counters -> counters.received().bytes())),
    /** Packets out. */
    PACKETS_SENT(
            "parley.packets.sent",
            Kind.COUNTER,
            "",
            List.of(),
            "Engine.IO packets that were given to transports",
            session(counters -> counters.sent().packets())),
    /** Bytes out. */
    BYTES_SENT(
            "parley.bytes.sent",
            Kind.COUNTER,
            "bytes",
            List.of(),
            "of these packets, before compression",
            session(counters -> counters.sent().bytes())),
    /** Queues. */
    QUEUE_BYTES(
            "parley.queue.bytes",
            Kind.GAUGE,
            "bytes",
            List.of(),
            "that wait now for clients to take them, all sessions together",
            session(SessionCounters::queuedBytes)),
    /** Slow consumers. */
    SLOW_CONSUMERS(
            "parley.slow.consumers",
            Kind.COUNTER,
            "",
            List.of(),
            "sessions that were closed because their client takes less than it is sent",
            io -> one(hits(io, Limit.QUEUED_BYTES) + hits(io, Limit.QUEUED_PACKETS) + hits(io, Limit.WRITE_TIME))),
    /** Limits. */
    LIMIT_HITS(
            "parley.limit.hits",
            Kind.COUNTER,
            "",
            List.of("limit"),
            "how often each bound was hit",
            io -> io.counters().entrySet().stream()
                    .map(hit -> new Sample(Map.of("limit", hit.getKey().toString()), hit.getValue()))
                    .toList()),

    /** Sockets now. */
    CLIENTS_CONNECTED(
            "socketio.clients.connected",
            Kind.GAUGE,
            "sockets that are in the namespace now",
            EventCounters::connected),
    /** Sockets that have joined. */
    CONNECTS("socketio.connect.total", Kind.COUNTER, "sockets that have joined", EventCounters::connects),
    /** Sockets that have left. */
    DISCONNECTS(
            "socketio.disconnect.total",
            Kind.COUNTER,
            "",
            List.of("namespace", "reason"),
            "sockets that have left",
            Metric::disconnects),
    /** Sockets that were not let in. */
    CONNECTS_REFUSED(
            "socketio.connect.refused",
            Kind.COUNTER,
            "sockets that middlewares have not let in",
            EventCounters::refused),
    /** Events in. */
    EVENTS_RECEIVED(
            "socketio.event.received",
            Kind.COUNTER,
            "events of clients: the next three together",
            EventCounters::received),
    /** Events that were heard. */
    EVENTS_HANDLED(
            "socketio.event.handled",
            Kind.COUNTER,
            "events that listeners have heard without throwing",
            EventCounters::handled),
    /** Events that failed. */
    EVENTS_FAILED(
            "socketio.event.failed",
            Kind.COUNTER,
            "events that a middleware has refused or at which a listener has thrown",
            EventCounters::failed),
    /** Events that nobody hears. */
    EVENTS_UNKNOWN(
            "socketio.event.unknown.total", Kind.COUNTER, "events that nobody listens to", EventCounters::unknown),
    /** Handlers. */
    PROCESSING_TIME(
            "socketio.event.processing.time",
            Kind.TIME,
            "that middlewares and listeners have taken for handled and failed events",
            seconds(EventCounters::handling)),
    /** Events out. */
    EVENTS_SENT(
            "socketio.event.sent",
            Kind.COUNTER,
            "events that were given to connections, once for each socket",
            EventCounters::sent),
    /** Answers out. */
    ACKS_SENT("socketio.ack.sent", Kind.COUNTER, "answers to events of clients", EventCounters::acksSent),
    /** Answers in. */
    ACKS_RECEIVED("socketio.ack.received", Kind.COUNTER, "answers of clients", EventCounters::acksReceived),
    /** Answers that are missing. */
    ACKS_MISSING(
            "socketio.ack.missing",
            Kind.COUNTER,
            "answers of clients that have not come in time, or cannot any more",
            EventCounters::acksMissing),
    /** Answers. */
    ACK_LATENCY(
            "socketio.ack.latency",
            Kind.TIME,
            "that clients have taken for the answers that have come",
            seconds(EventCounters::answering)),
    /** Places in rooms now. */
    ROOM_MEMBERS("socketio.room.members", Kind.GAUGE, "places in rooms that are taken now", EventCounters::roomMembers),
    /** Joins. */
    ROOM_JOINS(
            "socketio.room.join.total", Kind.COUNTER, "how often a socket has joined a room", EventCounters::roomJoins),
    /** Leaves. */
    ROOM_LEAVES(
            "socketio.room.leave.total", Kind.COUNTER, "how often a socket has left a room", EventCounters::roomLeaves),

    /** Nodes. */
    CLUSTER_NODES(
            "parley.cluster.nodes",
            Kind.GAUGE,
            "",
            List.of(),
            "nodes of the cluster that this one sees, itself included",
            io -> one(io.nodes().size())),
    /** Frames out. */
    CLUSTER_SENT("parley.cluster.frames.sent", Kind.COUNTER, "frames to other nodes", "sent.frames"),
    /** Frames that were not sent. */
    CLUSTER_DROPPED(
            "parley.cluster.frames.dropped",
            Kind.COUNTER,
            "frames that were not sent: too many waited, or the bus was down",
            "sent.dropped"),
    /** Frames in. */
    CLUSTER_RECEIVED("parley.cluster.frames.received", Kind.COUNTER, "frames of other nodes", "received.frames"),
    /** Frames that are not signed. */
    CLUSTER_FORGED("parley.cluster.frames.forged", Kind.COUNTER, "frames with a wrong signature", "received.forged"),
    /** Frames that came later. */
    CLUSTER_REPAIRED(
            "parley.cluster.frames.repaired", Kind.COUNTER, "frames that were missing and came later", "gaps.repaired"),
    /** Frames that were lost. */
    CLUSTER_LOST("parley.cluster.frames.lost", Kind.COUNTER, "frames that are lost for good", "gaps.lost"),
    /** Gaps. */
    CLUSTER_GAPS("parley.cluster.gaps", Kind.COUNTER, "losses that were announced to listeners", "gaps.announced"),
    /** Frames that are waited for. */
    CLUSTER_MISSING(
            "parley.cluster.lag.frames", Kind.GAUGE, "frames of other nodes that are waited for", "lag.missingFrames"),
    /** Bytes that are not sent yet. */
    CLUSTER_LAG_BYTES(
            "parley.cluster.lag.bytes",
            Kind.GAUGE,
            "bytes",
            List.of(),
            "of this node's frames that wait to be sent",
            io -> figure(io.clusterCounters(), "lag.queuedBytes", 1)),
    /** Time for which they wait. */
    CLUSTER_LAG_TIME(
            "parley.cluster.lag.time",
            Kind.GAUGE,
            "seconds",
            List.of(),
            "for which the first of these has waited",
            io -> figure(io.clusterCounters(), "lag.queuedMillis", 1_000)),
    /** The ring. */
    CLUSTER_RING_BYTES(
            "parley.cluster.ring.bytes",
            Kind.GAUGE,
            "bytes",
            List.of(),
            "of this node's frames that are kept to be sent again",
            io -> figure(io.clusterCounters(), "ring.bytes", 1)),
    /** Requests for sessions elsewhere. */
    RELAY_REQUESTS(
            "parley.relay.requests",
            Kind.COUNTER,
            "",
            List.of("side", "kind"),
            "requests that came to another node than their session's: here (door), or there (owner)",
            Metric::relayed),
    /** Requests that nobody could answer. */
    RELAY_LOST(
            "parley.relay.lost",
            Kind.COUNTER,
            "",
            List.of("side"),
            "of these, ended because the other node was gone",
            io -> bySide(io.engine().relayCounters(), "lost")),
    /** Requests that wait. */
    RELAY_WAITING(
            "parley.relay.waiting",
            Kind.GAUGE,
            "",
            List.of(),
            "of these, those that wait here now",
            io -> figure(io.engine().relayCounters(), "door.waiting", 1));

    private final String name;
    private final Kind kind;
    private final String unit;
    private final List<String> tags;
    private final String description;
    private final Function<SocketIoServer, List<Sample>> samples;

    Metric(
            String name,
            Kind kind,
            String unit,
            List<String> tags,
            String description,
            Function<SocketIoServer, List<Sample>> samples) {
        this.name = name;
        this.kind = kind;
        this.unit = unit;
        this.tags = tags;
        this.description = description;
        this.samples = samples;
    }

    /** Of each namespace. */
    Metric(String name, Kind kind, String description, Function<EventCounters, ? extends Number> value) {
        this(
                name,
                kind,
                kind == Kind.TIME ? "seconds" : "",
                List.of("namespace"),
                description,
                io -> io.eventCounters().entrySet().stream()
                        .map(namespace -> new Sample(
                                Map.of("namespace", namespace.getKey()),
                                value.apply(namespace.getValue()).doubleValue()))
                        .toList());
    }

    /** Of the bus. */
    Metric(String name, Kind kind, String description, String counter) {
        this(name, kind, "", List.of(), description, io -> figure(io.clusterCounters(), counter, 1));
    }

    /** {@return what it is: says how to read the values} */
    public Kind kind() {
        return kind;
    }

    /** {@return {@code bytes}, {@code seconds}, or empty for a number of things} */
    public String unit() {
        return unit;
    }

    /** {@return the names of the tags, each of which all samples have} */
    public List<String> tags() {
        return tags;
    }

    /** {@return what is measured} */
    public String description() {
        return description;
    }

    /**
     * {@return the values now; none if there is nothing to measure, of a cluster for instance}
     *
     * @param io whose
     */
    public List<Sample> samples(SocketIoServer io) {
        return samples.apply(io);
    }

    /** The name: words with dots between. */
    @Override
    public String toString() {
        return name;
    }

    private static Function<EventCounters, Double> seconds(Function<EventCounters, Duration> time) {
        return counters -> time.apply(counters).toNanos() / 1e9;
    }

    private static Function<SocketIoServer, List<Sample>> session(ToLongFunction<SessionCounters> value) {
        return io -> one(value.applyAsLong(io.engine().sessionCounters()));
    }

    private static List<Sample> one(long value) {
        return List.of(new Sample(Map.of(), value));
    }

    private static long hits(SocketIoServer io, Limit limit) {
        return io.engine().counters().hits(limit);
    }

    private static List<Sample> byTag(String tag, Map<String, Long> values) {
        return values.entrySet().stream()
                .map(value -> new Sample(Map.of(tag, value.getKey()), value.getValue()))
                .toList();
    }

    private static List<Sample> disconnects(SocketIoServer io) {
        return io.eventCounters().entrySet().stream()
                .flatMap(namespace -> namespace.getValue().disconnects().entrySet().stream()
                        .map(reason -> new Sample(
                                Map.of("namespace", namespace.getKey(), "reason", reason.getKey()), reason.getValue())))
                .toList();
    }

    private static List<Sample> figure(Map<String, Long> counters, String name, double divisor) {
        var value = counters.get(name);
        return value == null ? List.of() : List.of(new Sample(Map.of(), value / divisor));
    }

    private static List<Sample> bySide(Map<String, Long> counters, String name) {
        return List.of("door", "owner").stream()
                .filter(side -> counters.containsKey(side + "." + name))
                .map(side -> new Sample(Map.of("side", side), counters.getOrDefault(side + "." + name, 0L)))
                .toList();
    }

    private static List<Sample> relayed(SocketIoServer io) {
        var counters = io.engine().relayCounters();
        return Map.of("polls", "poll", "posts", "post", "webSockets", "websocket").entrySet().stream()
                .flatMap(kind -> bySide(counters, kind.getKey()).stream()
                        .map(sample -> new Sample(
                                Map.of("side", sample.tags().getOrDefault("side", ""), "kind", kind.getValue()),
                                sample.value())))
                .toList();
    }

    /** What a metric is. */
    public enum Kind {
        /** Grows from the start on. */
        COUNTER,
        /** What there is now. */
        GAUGE,
        /**
         * How long something has taken, all together, in seconds. Who makes histograms listens to each time instead, with
         * {@link SocketIoServer#onLatency}.
         */
        TIME
    }
}
