package io.parley.engine;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;

/**
 * How the connections of a server behave. Immutable; made by a {@linkplain #builder builder}, which says what each option
 * means. Socket.IO: "low-level engine options".
 */
public final class EngineOptions {
    private final Duration pingInterval;
    private final Duration pingTimeout;
    private final Duration upgradeTimeout;
    private final Duration writeTimeout;
    private final Duration closeTimeout;
    private final Duration postTimeout;
    private final Duration messageTimeout;
    private final int maxSessions;
    private final OptionalInt maxSessionsPerAddress;
    private final int maxPayloadBytes;
    private final int maxQueuedBytes;
    private final int maxQueuedPackets;
    private final int maxQueuedEvents;
    private final int maxPayloadPackets;
    private final Set<TransportName> transports;
    private final boolean allowUpgrades;
    private final boolean allowEIO3;
    private final boolean allowAnonymous;
    private final boolean nonBlockingHandlers;
    private final boolean addTrailingSlash;
    private final boolean perMessageDeflate;
    private final Optional<String> initialPacket;
    private final Optional<EventRateLimit> maxEventRate;
    private final int httpCompressionThreshold;
    private final Optional<Cookie> cookie;
    private final Optional<Cors> cors;
    private final AllowedOrigins allowedOrigins;
    private final Optional<AllowRequest> allowRequest;
    private final Optional<Function<EngineRequest, String>> generateId;

    private EngineOptions(Builder from) {
        pingInterval = from.pingInterval;
        pingTimeout = from.pingTimeout;
        upgradeTimeout = from.upgradeTimeout;
        writeTimeout = from.writeTimeout;
        closeTimeout = from.closeTimeout;
        postTimeout = from.postTimeout;
        messageTimeout = from.messageTimeout;
        maxSessions = from.maxSessions;
        maxSessionsPerAddress = from.maxSessionsPerAddress;
        maxPayloadBytes = from.maxPayloadBytes;
        maxPayloadPackets = from.maxPayloadPackets;
        maxQueuedBytes = from.maxQueuedBytes;
        maxQueuedPackets = from.maxQueuedPackets;
        maxQueuedEvents = from.maxQueuedEvents;
        transports = from.transports;
        allowUpgrades = from.allowUpgrades;
        allowEIO3 = from.allowEIO3;
        allowAnonymous = from.allowAnonymous;
        nonBlockingHandlers = from.nonBlockingHandlers;
        addTrailingSlash = from.addTrailingSlash;
        perMessageDeflate = from.perMessageDeflate;
        initialPacket = from.initialPacket;
        maxEventRate = from.maxEventRate;
        httpCompressionThreshold = from.httpCompressionThreshold;
        cookie = from.cookie;
        cors = from.cors;
        allowedOrigins = from.allowedOrigins;
        allowRequest = from.allowRequest;
        generateId = from.generateId;
    }

    /** {@return the defaults} */
    public static EngineOptions defaults() {
        return builder().build();
    }

    /** {@return a builder that starts with the defaults} */
    public static Builder builder() {
        return new Builder();
    }

    /** {@return a builder that starts with these options} */
    public Builder toBuilder() {
        return new Builder(this);
    }

    /** {@return the time between a pong and the next ping, see {@link Builder#pingInterval}} */
    public Duration pingInterval() {
        return pingInterval;
    }

    /** {@return the time for a pong, see {@link Builder#pingTimeout}} */
    public Duration pingTimeout() {
        return pingTimeout;
    }

    /** {@return the time for an upgrade, see {@link Builder#upgradeTimeout}} */
    public Duration upgradeTimeout() {
        return upgradeTimeout;
    }

    /** {@return the time for a WebSocket to send, see {@link Builder#writeTimeout}} */
    public Duration writeTimeout() {
        return writeTimeout;
    }

    /** {@return the time for a last poll, see {@link Builder#closeTimeout}} */
    public Duration closeTimeout() {
        return closeTimeout;
    }

    /** {@return the time for one POST body, see {@link Builder#postTimeout}} */
    public Duration postTimeout() {
        return postTimeout;
    }

    /** {@return the time for one WebSocket message, see {@link Builder#messageTimeout}} */
    public Duration messageTimeout() {
        return messageTimeout;
    }

    /** {@return the most sessions on this node, see {@link Builder#maxSessions}} */
    public int maxSessions() {
        return maxSessions;
    }

    /** {@return the most sessions of one address, if bounded, see {@link Builder#maxSessionsPerAddress}} */
    public OptionalInt maxSessionsPerAddress() {
        return maxSessionsPerAddress;
    }

    /** {@return the most bytes of a POST body or message, see {@link Builder#maxPayloadBytes}} */
    public int maxPayloadBytes() {
        return maxPayloadBytes;
    }

    /** {@return the most packets in a POST body, see {@link Builder#maxPayloadPackets}} */
    public int maxPayloadPackets() {
        return maxPayloadPackets;
    }

    /** {@return the most bytes that wait for a peer, see {@link Builder#maxQueuedBytes}} */
    public int maxQueuedBytes() {
        return maxQueuedBytes;
    }

    /** {@return the most packets that wait for a peer, see {@link Builder#maxQueuedPackets}} */
    public int maxQueuedPackets() {
        return maxQueuedPackets;
    }

    /** {@return the most events that wait for handlers, see {@link Builder#maxQueuedEvents}} */
    public int maxQueuedEvents() {
        return maxQueuedEvents;
    }

    /** {@return the transports that are offered, see {@link Builder#transports}; immutable} */
    public Set<TransportName> transports() {
        return transports;
    }

    /** {@return whether clients may upgrade, see {@link Builder#allowUpgrades}} */
    public boolean allowUpgrades() {
        return allowUpgrades;
    }

    /** {@return whether clients of Engine.IO 3 may connect, see {@link Builder#allowEIO3}} */
    public boolean allowEIO3() {
        return allowEIO3;
    }

    /** {@return whether handlers never block, see {@link Builder#nonBlockingHandlers}} */
    public boolean nonBlockingHandlers() {
        return nonBlockingHandlers;
    }

    /** {@return whether clients may connect who have not logged in, see {@link Builder#allowAnonymous}} */
    public boolean allowAnonymous() {
        return allowAnonymous;
    }

    /** {@return whether the path needs a slash at the end, see {@link Builder#addTrailingSlash}} */
    public boolean addTrailingSlash() {
        return addTrailingSlash;
    }

    /** {@return whether WebSocket messages are compressed, see {@link Builder#perMessageDeflate}} */
    public boolean perMessageDeflate() {
        return perMessageDeflate;
    }

    /**
     * {@return the bytes from which on answers to polls are compressed, see {@link Builder#httpCompressionThreshold}}
     */
    public int httpCompressionThreshold() {
        return httpCompressionThreshold;
    }

    /** {@return how many events a client may send, see {@link Builder#maxEventRate}; empty: any number} */
    public Optional<EventRateLimit> maxEventRate() {
        return maxEventRate;
    }

    /** {@return the message that every client gets first, see {@link Builder#initialPacket}; empty: none} */
    public Optional<String> initialPacket() {
        return initialPacket;
    }

    /** {@return the cookie of polling sessions, see {@link Builder#cookie}; empty: none} */
    public Optional<Cookie> cookie() {
        return cookie;
    }

    /** {@return which pages may read answers, see {@link Builder#cors}; empty: only those of this server} */
    public Optional<Cors> cors() {
        return cors;
    }

    /** {@return which pages may talk to the server, see {@link Builder#allowedOrigins}} */
    public AllowedOrigins allowedOrigins() {
        return allowedOrigins;
    }

    /** {@return what decides which clients may open a session, see {@link Builder#allowRequest}; empty: all may} */
    public Optional<AllowRequest> allowRequest() {
        return allowRequest;
    }

    /** {@return what makes the ids of sessions, see {@link Builder#generateId}; empty: the server itself} */
    public Optional<Function<EngineRequest, String>> generateId() {
        return generateId;
    }

    /**
     * Collects options. Not thread-safe. Each method checks its value and throws an {@link IllegalArgumentException}
     * that names the option; a duration must be more than 0 and at most a day, a number positive.
     */
    public static final class Builder {
        private static final Duration LONGEST = Duration.ofDays(1);

        private Duration pingInterval = Duration.ofSeconds(25);
        private Duration pingTimeout = Duration.ofSeconds(20);
        private Duration upgradeTimeout = Duration.ofSeconds(10);
        private Duration writeTimeout = Duration.ofSeconds(10);
        private Duration closeTimeout = Duration.ofSeconds(30);
        private Duration postTimeout = Duration.ofSeconds(30);
        private Duration messageTimeout = Duration.ofSeconds(10);
        private int maxSessions = (int) Math.min(1_000_000, Runtime.getRuntime().maxMemory() / 2 / 10_000);
        private OptionalInt maxSessionsPerAddress = OptionalInt.empty();
        private int maxPayloadBytes = 1_000_000;
        private int maxPayloadPackets = 10_000;
        private int maxQueuedBytes = 1_000_000;
        private int maxQueuedPackets = 20_000;
        private int maxQueuedEvents = 1000;
        private Set<TransportName> transports = Set.of(TransportName.POLLING, TransportName.WEBSOCKET);
        private boolean allowUpgrades = true;
        private boolean allowEIO3;
        private boolean allowAnonymous = true;
        private boolean nonBlockingHandlers;
        private boolean addTrailingSlash = true;
        private boolean perMessageDeflate;
        private Optional<String> initialPacket = Optional.empty();
        private Optional<EventRateLimit> maxEventRate = Optional.empty();
        private int httpCompressionThreshold = 1024;
        private Optional<Cookie> cookie = Optional.empty();
        private Optional<Cors> cors = Optional.empty();
        private AllowedOrigins allowedOrigins = AllowedOrigins.sameOrigin();
        private Optional<AllowRequest> allowRequest = Optional.empty();
        private Optional<Function<EngineRequest, String>> generateId = Optional.empty();

        private Builder() {}

        private Builder(EngineOptions from) {
            pingInterval = from.pingInterval;
            pingTimeout = from.pingTimeout;
            upgradeTimeout = from.upgradeTimeout;
            writeTimeout = from.writeTimeout;
            closeTimeout = from.closeTimeout;
            postTimeout = from.postTimeout;
            messageTimeout = from.messageTimeout;
            maxSessions = from.maxSessions;
            maxSessionsPerAddress = from.maxSessionsPerAddress;
            maxPayloadBytes = from.maxPayloadBytes;
            maxPayloadPackets = from.maxPayloadPackets;
            maxQueuedBytes = from.maxQueuedBytes;
            maxQueuedPackets = from.maxQueuedPackets;
            maxQueuedEvents = from.maxQueuedEvents;
            transports = from.transports;
            allowUpgrades = from.allowUpgrades;
            allowEIO3 = from.allowEIO3;
            allowAnonymous = from.allowAnonymous;
            nonBlockingHandlers = from.nonBlockingHandlers;
            addTrailingSlash = from.addTrailingSlash;
            perMessageDeflate = from.perMessageDeflate;
            initialPacket = from.initialPacket;
            maxEventRate = from.maxEventRate;
            httpCompressionThreshold = from.httpCompressionThreshold;
            cookie = from.cookie;
            cors = from.cors;
            allowedOrigins = from.allowedOrigins;
            allowRequest = from.allowRequest;
            generateId = from.generateId;
        }

        /**
         * How long after a pong the server pings again. Told to the client. Socket.IO: the same name and default, 25 s.
         *
         * @param time more than 0, at most a day
         * @return this
         */
        public Builder pingInterval(Duration time) {
            pingInterval = checked("pingInterval", time);
            return this;
        }

        /**
         * How long a pong may take; later: closed, "ping timeout". Told to the client, which closes when no ping comes
         * for interval and timeout together. Socket.IO: the same name and default, 20 s.
         *
         * @param time more than 0, at most a day
         * @return this
         */
        public Builder pingTimeout(Duration time) {
            pingTimeout = checked("pingTimeout", time);
            return this;
        }

        /**
         * How long an upgrade to WebSocket may take; later: the WebSocket is closed and polling goes on. Socket.IO: the
         * same name and default, 10 s.
         *
         * @param time more than 0, at most a day
         * @return this
         */
        public Builder upgradeTimeout(Duration time) {
            upgradeTimeout = checked("upgradeTimeout", time);
            return this;
        }

        /**
         * How long a WebSocket may take to send what it was given; later: closed, "transport error", described as "slow
         * consumer: …". Default: 10 s. Socket.IO has none.
         *
         * @param time more than 0, at most a day
         * @return this
         */
        public Builder writeTimeout(Duration time) {
            writeTimeout = checked("writeTimeout", time);
            return this;
        }

        /**
         * How long a session that is closing waits for the poll that takes its last packets; later: they are lost.
         * Default: 30 s, as in Socket.IO, where it cannot be changed.
         *
         * @param time more than 0, at most a day
         * @return this
         */
        public Builder closeTimeout(Duration time) {
            closeTimeout = checked("closeTimeout", time);
            return this;
        }

        /**
         * How long the body of a POST may take to come in; later: closed, "transport error", and the POST gets 400. A
         * session whose heartbeat fails meanwhile ends earlier. Default: 30 s. Socket.IO has none.
         *
         * @param time more than 0, at most a day
         * @return this
         */
        public Builder postTimeout(Duration time) {
            postTimeout = checked("postTimeout", time);
            return this;
        }

        /**
         * How long a WebSocket message may take to come in, from its first part to its last; later: closed, "transport
         * error". With the default of {@link #maxPayloadBytes} clients need 100,000 bytes a second for the largest ones.
         * Default: 10 s. Socket.IO has none.
         *
         * @param time more than 0, at most a day
         * @return this
         */
        public Builder messageTimeout(Duration time) {
            messageTimeout = checked("messageTimeout", time);
            return this;
        }

        /**
         * Sessions of the server on this node; one more is refused with status 503 and a header {@code Retry-After},
         * and clients try again by themselves. Default: what fits into half the heap at 10,000 bytes each, at most a
         * million. Socket.IO has no bound.
         *
         * @param sessions 1 or more
         * @return this
         */
        public Builder maxSessions(int sessions) {
            maxSessions = positive("maxSessions", sessions);
            return this;
        }

        /**
         * Sessions that one address, as the container sees it, may have on this node; one more is refused as for {@link
         * #maxSessions}. Behind a proxy that the container is not told to believe, all clients have one address. Default:
         * any number, as in Socket.IO.
         *
         * @param sessions 1 or more
         * @return this
         */
        public Builder maxSessionsPerAddress(int sessions) {
            maxSessionsPerAddress = OptionalInt.of(positive("maxSessionsPerAddress", sessions));
            return this;
        }

        /**
         * Bytes of one POST body or one WebSocket message. Larger: 413, and the session lives on; or close code 1009.
         * Told to the client, which divides what it has queued. Socket.IO: {@code maxHttpBufferSize}, default
         * 1,000,000.
         *
         * @param bytes 1 or more
         * @return this
         */
        public Builder maxPayloadBytes(int bytes) {
            maxPayloadBytes = positive("maxPayloadBytes", bytes);
            return this;
        }

        /**
         * Packets in one POST body; more: the session is closed, "parse error". Clients send at once all that they have
         * collected while offline: do not set it too low. Default: 10,000. Socket.IO has no bound.
         *
         * @param packets 1 or more
         * @return this
         */
        public Builder maxPayloadPackets(int packets) {
            maxPayloadPackets = positive("maxPayloadPackets", packets);
            return this;
        }

        /**
         * Bytes of packets that wait for a slow peer, besides one batch of any size; more: closed, "transport error",
         * described as "slow consumer: …". Lossy packets never wait: they are dropped as long as anything does.
         * Default: 1,000,000. Socket.IO has no bound.
         *
         * @param bytes 1 or more
         * @return this
         */
        public Builder maxQueuedBytes(int bytes) {
            maxQueuedBytes = positive("maxQueuedBytes", bytes);
            return this;
        }

        /**
         * Packets that wait for a slow peer, besides one batch of any size; more: closed as for
         * {@link #maxQueuedBytes}. It bounds what small packets take beyond their bytes. A handler may emit them in one
         * go, and a client between two polls cannot take any: the default is twice what may come in one POST, so that
         * each packet of it may be answered with two. Default: 20,000. Socket.IO has no bound.
         *
         * @param packets 1 or more
         * @return this
         */
        public Builder maxQueuedPackets(int packets) {
            maxQueuedPackets = positive("maxQueuedPackets", packets);
            return this;
        }

        /**
         * Received events that wait for their handlers; more: the next POST is answered later, the WebSocket is not
         * read on. Default: 1,000. Socket.IO has no bound.
         *
         * @param events 1 or more
         * @return this
         */
        public Builder maxQueuedEvents(int events) {
            maxQueuedEvents = positive("maxQueuedEvents", events);
            return this;
        }

        /**
         * Events of Socket.IO that a client may send over one connection. Faster: the next POST is answered later, the
         * WebSocket is not read on, until the rate is kept again; when that does not help for 10 s: closed, "forced
         * server close". Default: any number, as in Socket.IO. For people at keyboards 50 a second with bursts of 100
         * is much.
         *
         * @param perSecond in the long run, 1 or more
         * @param burst how many at once, 1 or more
         * @return this
         */
        public Builder maxEventRate(int perSecond, int burst) {
            maxEventRate = Optional.of(new EventRateLimit(perSecond, burst));
            return this;
        }

        /**
         * The transports that a session may start with or upgrade to; a request for another is refused with code 0.
         * Socket.IO: the same name and default, polling and WebSocket.
         *
         * @param names at least one; copied
         * @return this
         */
        public Builder transports(Set<TransportName> names) {
            if (names.isEmpty()) {
                throw new IllegalArgumentException("transports must not be empty");
            }
            transports = Set.copyOf(names);
            return this;
        }

        /**
         * Whether polling clients are offered to upgrade to WebSocket, and may. Socket.IO: the same name and default,
         * true.
         *
         * @param allowed false: they poll for as long as they are connected
         * @return this
         */
        public Builder allowUpgrades(boolean allowed) {
            allowUpgrades = allowed;
            return this;
        }

        /**
         * Whether clients of Engine.IO 3, which are Socket.IO 1 and 2, may connect. They know a socket by an id that is
         * made of the id of their session, which is a secret: an application that shows socket ids to others gives it
         * away. Socket.IO: the same name and default, false.
         *
         * @param allowed false: they are refused with code 5
         * @return this
         */
        public Builder allowEIO3(boolean allowed) {
            allowEIO3 = allowed;
            return this;
        }

        /**
         * Whether clients may connect whom the container has not logged in. A constraint of the container in front is
         * still needed for the login itself. Default: true. Socket.IO leaves it to {@code allowRequest}.
         *
         * @param allowed false: they are refused with code 4 and status 403, by whatever path they came
         * @return this
         */
        public Builder allowAnonymous(boolean allowed) {
            allowAnonymous = allowed;
            return this;
        }

        /**
         * Whether the application promises that none of its listeners and middlewares ever blocks or computes for long: no
         * files, no databases, no locks that others hold for long, no waiting for an answer of a client. Most of them then
         * run on the container's thread that has read the event, which saves a hand-over to another thread for each. Their
         * order stays the same. One that breaks the promise holds up its own client, whose heartbeat fails if it takes long,
         * and a thread of the container; one that waits for an answer of its own client never gets it. Default: false.
         * Socket.IO has but one thread for all.
         *
         * @param promised true: they never block
         * @return this
         */
        public Builder nonBlockingHandlers(boolean promised) {
            nonBlockingHandlers = promised;
            return this;
        }

        /**
         * Whether the path needs its slash at the end: {@code /socket.io/?EIO=4}. Socket.IO: the same name and default,
         * true.
         *
         * @param needed false: {@code /socket.io?EIO=4} is served, too
         * @return this
         */
        public Builder addTrailingSlash(boolean needed) {
            addTrailingSlash = needed;
            return this;
        }

        /**
         * Whether WebSocket messages are compressed. It costs memory and time for each connection, and compresses small
         * messages, too. The limit of {@link #maxPayloadBytes} is for what comes out. Socket.IO: the same name and
         * default, false; it can set a threshold, which Jakarta WebSocket cannot.
         *
         * @param wanted true: for clients that offer it, if the container can
         * @return this
         */
        public Builder perMessageDeflate(boolean wanted) {
            perMessageDeflate = wanted;
            return this;
        }

        /**
         * Bytes from which on the answer to a poll is compressed for clients that accept gzip or deflate, unless
         * all its packets forbid it. Socket.IO: {@code httpCompression: {threshold}}, the same default, 1,024.
         *
         * @param bytes 1 or more; {@link Integer#MAX_VALUE}: never
         * @return this
         */
        public Builder httpCompressionThreshold(int bytes) {
            httpCompressionThreshold = positive("httpCompressionThreshold", bytes);
            return this;
        }

        /**
         * A message that every client gets first, behind the handshake. Socket.IO: the same name; default: none.
         *
         * @param text of the message; clients of Socket.IO take it for a packet of theirs
         * @return this
         */
        public Builder initialPacket(String text) {
            initialPacket = Optional.of(text);
            return this;
        }

        /**
         * A cookie that is set by the answer that opens a polling session, by no other. Socket.IO: the same name;
         * default: none.
         *
         * @param named gets the id of the session as its value
         * @return this
         */
        public Builder cookie(Cookie named) {
            cookie = Optional.of(named);
            return this;
        }

        /**
         * Which pages of other origins may read answers, error messages and the client's files among them. Socket.IO:
         * the same name; default: none.
         *
         * @param rules the pages that they name may also talk to the server, besides {@link #allowedOrigins}
         * @return this
         */
        public Builder cors(Cors rules) {
            cors = Optional.of(rules);
            return this;
        }

        /**
         * Which pages may talk to the server at all, by polling, by WebSocket and in preflights; others are refused
         * with code 4, status 403, before anything else is looked at. Socket.IO has no such check: all may.
         *
         * @param rules default: those of this server itself, and those that {@link #cors} names
         * @return this
         */
        public Builder allowedOrigins(AllowedOrigins rules) {
            allowedOrigins = rules;
            return this;
        }

        /**
         * Which clients may open a session. Socket.IO: the same name; default: all.
         *
         * @param decision asked once for each session
         * @return this
         */
        public Builder allowRequest(AllowRequest decision) {
            allowRequest = Optional.of(decision);
            return this;
        }

        /**
         * Makes the ids of sessions, which are secrets. When it throws, or returns another, the request is refused with
         * code 3. In a cluster such sessions are known to their own node only, and need sticky sessions. Socket.IO: the same name, of {@code io.engine}; default: 120 random bits.
         *
         * @param maker runs on the container's thread of the request and makes 1 to 128 letters, digits and
         *     {@code ._~-}, unique in the cluster, that nobody can guess
         * @return this
         */
        public Builder generateId(Function<EngineRequest, String> maker) {
            generateId = Optional.of(maker);
            return this;
        }

        /** {@return the options collected so far} */
        public EngineOptions build() {
            return new EngineOptions(this);
        }

        private static Duration checked(String name, Duration time) {
            if (time.isNegative() || time.isZero() || time.compareTo(LONGEST) > 0) {
                throw new IllegalArgumentException(name + " must be more than 0 and at most 1 day, but is " + time);
            }
            return time;
        }

        private static int positive(String name, int number) {
            if (number <= 0) {
                throw new IllegalArgumentException(name + " must be positive, but is " + number);
            }
            return number;
        }
    }
}
