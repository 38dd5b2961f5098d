package io.parley;

import io.parley.engine.EngineOptions;
import io.parley.packet.JsonParser;
import io.parley.packet.Parser;
import io.parley.packet.ParserLimits;
import java.time.Duration;
import java.util.Optional;
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
    private final String nodeName;
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
        nodeName = from.nodeName;
        recovery = from.recovery;
        parser = from.parser;
        parserLimits = from.parserLimits;
        engine = from.engine;
    }

    /** The defaults. */
    public static ServerOptions defaults() {
        return builder().build();
    }

    /** A builder that starts with the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** A builder that starts with these options. */
    public Builder toBuilder() {
        return new Builder(this);
    }

    /** See {@link Builder#path}. */
    public String path() {
        return path;
    }

    /** See {@link Builder#serveClient}. */
    public boolean serveClient() {
        return serveClient;
    }

    /** See {@link Builder#connectTimeout}. */
    public Duration connectTimeout() {
        return connectTimeout;
    }

    /** See {@link Builder#attachmentTimeout}. */
    public Duration attachmentTimeout() {
        return attachmentTimeout;
    }

    /** See {@link Builder#ackTimeout}; empty: clients may owe answers as long as they are connected. */
    public Optional<Duration> ackTimeout() {
        return ackTimeout;
    }

    /** See {@link Builder#maxNamespaces}. */
    public int maxNamespaces() {
        return maxNamespaces;
    }

    /** See {@link Builder#maxDynamicNamespaces}. */
    public int maxDynamicNamespaces() {
        return maxDynamicNamespaces;
    }

    /** See {@link Builder#maxRooms}. */
    public int maxRooms() {
        return maxRooms;
    }

    /** See {@link Builder#maxRoomLength}. */
    public int maxRoomLength() {
        return maxRoomLength;
    }

    /** See {@link Builder#maxPendingAcks}. */
    public int maxPendingAcks() {
        return maxPendingAcks;
    }

    /** See {@link Builder#nodeName}; empty: it has none. */
    public String nodeName() {
        return nodeName;
    }

    /** See {@link Builder#recovery}; empty: off. */
    public Optional<RecoveryOptions> recovery() {
        return recovery;
    }

    /** A new parser, as {@link Builder#parser} and {@link Builder#parserLimits} say. */
    public Parser newParser() {
        return parser.apply(parserLimits);
    }

    /** See {@link Builder#parserLimits}. */
    public ParserLimits parserLimits() {
        return parserLimits;
    }

    /** See {@link Builder#engine}. */
    public EngineOptions engine() {
        return engine;
    }

    /**
     * Collects options. Not thread-safe. Each method checks its value and throws an {@link IllegalArgumentException}
     * that names the option.
     */
    public static final class Builder {
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
        private String nodeName = "";
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
            nodeName = from.nodeName;
            recovery = from.recovery;
            parser = from.parser;
            parserLimits = from.parserLimits;
            engine = from.engine;
        }

        /**
         * Where clients find the server, below the context path: starts with a slash, does not end with one, and is of
         * letters, digits and {@code ._~-}. Socket.IO: the same name and default, {@code /socket.io}.
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
         * Whether browsers can fetch the official client below the path: {@code /socket.io/socket.io.min.js} and its
         * like. Socket.IO: the same name and default, true.
         */
        public Builder serveClient(boolean wanted) {
            serveClient = wanted;
            return this;
        }

        /**
         * How long a connection may take to join its first namespace; later: closed. More than 0. Socket.IO: the same
         * name and default, 45 s.
         */
        public Builder connectTimeout(Duration time) {
            connectTimeout = positive("connectTimeout", time);
            return this;
        }

        /**
         * How long the attachments of a packet may take to come, all of them; later: closed, "forced close". If the server
         * itself did not read on meanwhile, since too many events waited, they have the time again. More than 0. Default:
         * 10 s. Socket.IO has no bound.
         */
        public Builder attachmentTimeout(Duration time) {
            attachmentTimeout = positive("attachmentTimeout", time);
            return this;
        }

        /**
         * How long a client may owe an answer where the application does not say it by {@link Socket#timeout}; later:
         * the answer fails with {@link AckTimeoutException}. More than 0. Default: as long as it is connected, as in
         * Socket.IO, whose option of that name is for clients only.
         */
        public Builder ackTimeout(Duration time) {
            ackTimeout = Optional.of(positive("ackTimeout", time));
            return this;
        }

        /**
         * Namespaces of one connection; one more is refused with "too many namespaces". Default: 16. Socket.IO has no
         * bound.
         */
        public Builder maxNamespaces(int most) {
            maxNamespaces = positive("maxNamespaces", most);
            return this;
        }

        /**
         * Namespaces of the server beyond which none are made on demand; clients get "Invalid namespace". Default: 1,000.
         * Socket.IO has no bound.
         */
        public Builder maxDynamicNamespaces(int most) {
            maxDynamicNamespaces = positive("maxDynamicNamespaces", most);
            return this;
        }

        /**
         * Rooms of one socket, its own included; {@link Socket#join} throws beyond. Default: 256. Socket.IO has no bound.
         */
        public Builder maxRooms(int most) {
            maxRooms = positive("maxRooms", most);
            return this;
        }

        /** Characters of a room's name; {@link Socket#join} throws beyond. Default: 256. Socket.IO has no bound. */
        public Builder maxRoomLength(int most) {
            maxRoomLength = positive("maxRoomLength", most);
            return this;
        }

        /**
         * Answers that one client may owe; {@link Socket#emitWithAck} fails beyond. Default: 1,000. Socket.IO has no
         * bound.
         */
        public Builder maxPendingAcks(int most) {
            maxPendingAcks = positive("maxPendingAcks", most);
            return this;
        }

        /** What people call this node; nothing depends on it. Default: none. */
        public Builder nodeName(String name) {
            nodeName = name;
            return this;
        }

        /**
         * Connection state recovery. Clients then get one more argument with each event that can be recovered: its
         * offset. Default: off. Socket.IO: {@code connectionStateRecovery}, off.
         */
        public Builder recovery(RecoveryOptions options) {
            recovery = Optional.of(options);
            return this;
        }

        /**
         * Makes the parser, which must be the one that the clients have: {@code JsonParser::new}, {@code
         * MsgpackParser::new} or another. Called once for each server. Socket.IO: the same name and default, JSON.
         */
        public Builder parser(Function<ParserLimits, ? extends Parser> maker) {
            parser = maker;
            return this;
        }

        /** What a packet may be like; a client that sends another is disconnected, "forced close". */
        public Builder parserLimits(ParserLimits limits) {
            parserLimits = limits;
            return this;
        }

        /** How connections behave: heartbeat, transports, limits, CORS and so on. */
        public Builder engine(EngineOptions options) {
            engine = options;
            return this;
        }

        /** Changes some of the options of {@link #engine(EngineOptions)}; called at once. */
        public Builder engine(Consumer<EngineOptions.Builder> change) {
            var changed = engine.toBuilder();
            change.accept(changed);
            engine = changed.build();
            return this;
        }

        /** The options collected so far. */
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
