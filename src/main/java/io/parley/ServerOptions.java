package io.parley;

import io.parley.engine.EngineOptions;
import io.parley.packet.JsonParser;
import io.parley.packet.Parser;
import io.parley.packet.ParserLimits;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * How a server behaves. Immutable; made by a {@linkplain #builder builder}, which says what each option means.
 *
 * <pre>{@code
 * ServerOptions.builder()
 *         .path("/live")
 *         .connectTimeout(Duration.ofSeconds(10))
 *         .engine(engine -> engine.pingInterval(Duration.ofSeconds(5)))
 *         .build();
 * }</pre>
 */
public final class ServerOptions {
    private final String path;
    private final boolean serveClient;
    private final Duration connectTimeout;
    private final Duration attachmentTimeout;
    private final Optional<Duration> ackTimeout;
    private final int maxNamespaces;
    private final int maxDynamicNamespaces;
    private final int maxRooms;
    private final int maxRoomLength;
    private final int maxPendingAcks;
    private final Duration presenceGrace;
    private final String nodeName;
    private final boolean clustered;
    private final Set<String> roles;
    private final Optional<RecoveryOptions> recovery;
    private final Function<ParserLimits, ? extends Parser> parser;
    private final ParserLimits parserLimits;
    private final EngineOptions engine;

    private ServerOptions(Builder from) {
        path = from.path;
        serveClient = from.serveClient;
        connectTimeout = from.connectTimeout;
        attachmentTimeout = from.attachmentTimeout;
        ackTimeout = from.ackTimeout;
        maxNamespaces = from.maxNamespaces;
        maxDynamicNamespaces = from.maxDynamicNamespaces;
        maxRooms = from.maxRooms;
        maxRoomLength = from.maxRoomLength;
        maxPendingAcks = from.maxPendingAcks;
        presenceGrace = from.presenceGrace;
        nodeName = from.nodeName;
        clustered = from.clustered;
        roles = from.roles;
        recovery = from.recovery;
        parser = from.parser;
        parserLimits = from.parserLimits;
        engine = from.engine;
    }

    /** {@return the defaults} */
    public static ServerOptions defaults() {
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

    /** {@return where clients find the server, see {@link Builder#path}} */
    public String path() {
        return path;
    }

    /** {@return whether browsers can fetch the client, see {@link Builder#serveClient}} */
    public boolean serveClient() {
        return serveClient;
    }

    /** {@return the time to join a namespace, see {@link Builder#connectTimeout}} */
    public Duration connectTimeout() {
        return connectTimeout;
    }

    /** {@return the time for attachments to come, see {@link Builder#attachmentTimeout}} */
    public Duration attachmentTimeout() {
        return attachmentTimeout;
    }

    /**
     * {@return the time for answers, see {@link Builder#ackTimeout}; empty: clients may owe them as long as they are
     * connected}
     */
    public Optional<Duration> ackTimeout() {
        return ackTimeout;
    }

    /** {@return the most namespaces of a connection, see {@link Builder#maxNamespaces}} */
    public int maxNamespaces() {
        return maxNamespaces;
    }

    /** {@return the most namespaces before none are made on demand, see {@link Builder#maxDynamicNamespaces}} */
    public int maxDynamicNamespaces() {
        return maxDynamicNamespaces;
    }

    /** {@return the most rooms of a socket, see {@link Builder#maxRooms}} */
    public int maxRooms() {
        return maxRooms;
    }

    /** {@return the most characters of a room's name, see {@link Builder#maxRoomLength}} */
    public int maxRoomLength() {
        return maxRoomLength;
    }

    /** {@return the most answers that a client may owe, see {@link Builder#maxPendingAcks}} */
    public int maxPendingAcks() {
        return maxPendingAcks;
    }

    /** {@return how long a user may be gone before it is offline, see {@link Builder#presenceGrace}} */
    public Duration presenceGrace() {
        return presenceGrace;
    }

    /** {@return what people call this node, see {@link Builder#nodeName}; empty: it has no name} */
    public String nodeName() {
        return nodeName;
    }

    /** {@return whether the server spans the nodes of its cluster, if there is one, see {@link Builder#clustered}} */
    public boolean clustered() {
        return clustered;
    }

    /** {@return the roles that the container is asked for, see {@link Builder#roles}} */
    public Set<String> roles() {
        return roles;
    }

    /** {@return how clients are recovered, see {@link Builder#recovery}; empty: not at all} */
    public Optional<RecoveryOptions> recovery() {
        return recovery;
    }

    /** {@return what makes the parser, see {@link Builder#parser}} */
    public Function<ParserLimits, ? extends Parser> parser() {
        return parser;
    }

    /** {@return a new parser, as {@link Builder#parser} and {@link Builder#parserLimits} say} */
    public Parser newParser() {
        return parser.apply(parserLimits);
    }

    /** {@return what a packet may be like, see {@link Builder#parserLimits}} */
    public ParserLimits parserLimits() {
        return parserLimits;
    }

    /** {@return how connections behave, see {@link Builder#engine(EngineOptions)}} */
    public EngineOptions engine() {
        return engine;
    }

    /**
     * Collects options. Not thread-safe. Each method checks its value and throws an {@link IllegalArgumentException}
     * that names the option.
     */
    public static final class Builder {
        private static final int MOST_ROLES = 100;
        private static final int LONGEST_ROLE = 256;
        private static final Pattern PATH = Pattern.compile("(/[A-Za-z0-9._~-]+)+");

        private String path = "/socket.io";
        private boolean serveClient = true;
        private Duration connectTimeout = Duration.ofSeconds(45);
        private Duration attachmentTimeout = Duration.ofSeconds(10);
        private Optional<Duration> ackTimeout = Optional.empty();
        private int maxNamespaces = 16;
        private int maxDynamicNamespaces = 1000;
        private int maxRooms = 256;
        private int maxRoomLength = 256;
        private int maxPendingAcks = 1000;
        private Duration presenceGrace = Duration.ZERO;
        private String nodeName = "";
        private boolean clustered = true;
        private Set<String> roles = Set.of();
        private Optional<RecoveryOptions> recovery = Optional.empty();
        private Function<ParserLimits, ? extends Parser> parser = JsonParser::new;
        private ParserLimits parserLimits = ParserLimits.defaults();
        private EngineOptions engine = EngineOptions.defaults();

        private Builder() {}

        private Builder(ServerOptions from) {
            path = from.path;
            serveClient = from.serveClient;
            connectTimeout = from.connectTimeout;
            attachmentTimeout = from.attachmentTimeout;
            ackTimeout = from.ackTimeout;
            maxNamespaces = from.maxNamespaces;
            maxDynamicNamespaces = from.maxDynamicNamespaces;
            maxRooms = from.maxRooms;
            maxRoomLength = from.maxRoomLength;
            maxPendingAcks = from.maxPendingAcks;
            presenceGrace = from.presenceGrace;
            nodeName = from.nodeName;
            clustered = from.clustered;
            roles = from.roles;
            recovery = from.recovery;
            parser = from.parser;
            parserLimits = from.parserLimits;
            engine = from.engine;
        }

        /**
         * Where clients find the server. Socket.IO: the same name and default, {@code /socket.io}.
         *
         * @param where below the context path: starts with a slash, does not end with one, and is of letters, digits
         *     and {@code ._~-}
         * @return this
         */
        public Builder path(String where) {
            if (!PATH.matcher(where).matches()) {
                throw new IllegalArgumentException(
                        "path must be like /socket.io, of letters, digits and ._~- only, but is " + where);
            }
            path = where;
            return this;
        }

        /**
         * Whether browsers can fetch the official client. Socket.IO: the same name and default, true.
         *
         * @param wanted true: below the path there are {@code /socket.io/socket.io.min.js} and its like
         * @return this
         */
        public Builder serveClient(boolean wanted) {
            serveClient = wanted;
            return this;
        }

        /**
         * How long a connection may take to join its first namespace; later: closed. Socket.IO: the same name and
         * default, 45 s.
         *
         * @param time more than 0
         * @return this
         */
        public Builder connectTimeout(Duration time) {
            connectTimeout = positive("connectTimeout", time);
            return this;
        }

        /**
         * How long the attachments of a packet may take to come, all of them; later: closed, "forced close". If the
         * server itself did not read on meanwhile, since too many events waited, they have the time again. Default: 10
         * s. Socket.IO has no bound.
         *
         * @param time more than 0
         * @return this
         */
        public Builder attachmentTimeout(Duration time) {
            attachmentTimeout = positive("attachmentTimeout", time);
            return this;
        }

        /**
         * How long a client may owe an answer where the application does not say it by {@link Socket#timeout}; later:
         * the answer fails with {@link AckTimeoutException}. Default: as long as it is connected, as in Socket.IO,
         * whose option of that name is for clients only.
         *
         * @param time more than 0
         * @return this
         */
        public Builder ackTimeout(Duration time) {
            ackTimeout = Optional.of(positive("ackTimeout", time));
            return this;
        }

        /**
         * Namespaces of one connection; one more is refused with "too many namespaces". Default: 16. Socket.IO has no
         * bound.
         *
         * @param most 1 or more
         * @return this
         */
        public Builder maxNamespaces(int most) {
            maxNamespaces = positive("maxNamespaces", most);
            return this;
        }

        /**
         * Namespaces of the server beyond which none are made on demand; clients get "Invalid namespace". Default:
         * 1,000. Socket.IO has no bound.
         *
         * @param most 1 or more
         * @return this
         */
        public Builder maxDynamicNamespaces(int most) {
            maxDynamicNamespaces = positive("maxDynamicNamespaces", most);
            return this;
        }

        /**
         * Rooms of one socket; {@link Socket#join} throws beyond. Default: 256. Socket.IO has no bound.
         *
         * @param most 1 or more, the socket's own included
         * @return this
         */
        public Builder maxRooms(int most) {
            maxRooms = positive("maxRooms", most);
            return this;
        }

        /**
         * Characters of a room's name; {@link Socket#join} throws beyond. Default: 256. Socket.IO has no bound.
         *
         * @param most 1 or more
         * @return this
         */
        public Builder maxRoomLength(int most) {
            maxRoomLength = positive("maxRoomLength", most);
            return this;
        }

        /**
         * Answers that one client may owe; {@link Socket#emitWithAck} fails beyond. Default: 1,000. Socket.IO has no
         * bound.
         *
         * @param most 1 or more
         * @return this
         */
        public Builder maxPendingAcks(int most) {
            maxPendingAcks = positive("maxPendingAcks", most);
            return this;
        }

        /**
         * How long a user who has no socket any more is still what it was, before it is {@link Presence#OFFLINE}: who
         * loads a page anew, or comes back from a node that has died, is not told to have gone and come. Default: 0, what
         * is told is what is there; 5 s hide most reconnections. Socket.IO has no users.
         *
         * @param time 0 to an hour
         * @return this
         */
        public Builder presenceGrace(Duration time) {
            if (time.isNegative() || time.compareTo(Duration.ofHours(1)) > 0) {
                throw new IllegalArgumentException("presenceGrace must be 0 to an hour, but is " + time);
            }
            presenceGrace = time;
            return this;
        }

        /**
         * What people call this node; nothing depends on it. Default: none.
         *
         * @param name any text; empty: none
         * @return this
         */
        public Builder nodeName(String name) {
            nodeName = name;
            return this;
        }

        /**
         * Whether the server spans the nodes, if the operator has configured a cluster. Default: true. In the options
         * that {@link SocketIoApplication#servers} is given it is true only if there is a cluster.
         *
         * @param wanted true: it is one server with those at the same path on the other nodes; false: this node's alone,
         *     like a server without a cluster
         * @return this
         */
        public Builder clustered(boolean wanted) {
            clustered = wanted;
            return this;
        }

        /**
         * The roles that the container is asked for when a client connects, see {@link Handshake#roles}: those that it gives
         * to users cannot be listed, only tried. Default: none. Socket.IO has no roles.
         *
         * @param names in place of those set before; 100 at most, each of 1 to 256 characters
         * @return this
         */
        public Builder roles(Set<String> names) {
            if (names.size() > MOST_ROLES) {
                throw new IllegalArgumentException("roles must be " + MOST_ROLES + " at most, but are " + names.size());
            }
            for (var name : names) {
                if (name.isEmpty() || name.length() > LONGEST_ROLE) {
                    throw new IllegalArgumentException(
                            "roles must have 1 to " + LONGEST_ROLE + " characters, but one is \"" + name + "\"");
                }
            }
            roles = Set.copyOf(names);
            return this;
        }

        /**
         * Connection state recovery. Clients then get one more argument with each event that can be recovered: its
         * offset. Default: off. Socket.IO: {@code connectionStateRecovery}, off.
         *
         * @param options turn it on
         * @return this
         */
        public Builder recovery(RecoveryOptions options) {
            recovery = Optional.of(options);
            return this;
        }

        /**
         * Makes the parser, which must be the one that the clients have. Socket.IO: the same name and default, JSON.
         *
         * @param maker {@code JsonParser::new}, {@code MsgpackParser::new} or another; called once for each server
         * @return this
         */
        public Builder parser(Function<ParserLimits, ? extends Parser> maker) {
            parser = maker;
            return this;
        }

        /**
         * What a packet may be like; a client that sends another is disconnected, "forced close".
         *
         * @param limits given to the parser
         * @return this
         */
        public Builder parserLimits(ParserLimits limits) {
            parserLimits = limits;
            return this;
        }

        /**
         * How connections behave: heartbeat, transports, limits, CORS and so on.
         *
         * @param options in place of all that were set before
         * @return this
         */
        public Builder engine(EngineOptions options) {
            engine = options;
            return this;
        }

        /**
         * Changes some of the options of {@link #engine(EngineOptions)}.
         *
         * @param change called at once, with those set before
         * @return this
         */
        public Builder engine(Consumer<EngineOptions.Builder> change) {
            var changed = engine.toBuilder();
            change.accept(changed);
            engine = changed.build();
            return this;
        }

        /** {@return the options collected so far} */
        public ServerOptions build() {
            return new ServerOptions(this);
        }

        private static Duration positive(String name, Duration time) {
            if (time.isNegative() || time.isZero()) {
                throw new IllegalArgumentException(name + " must be more than 0, but is " + time);
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
