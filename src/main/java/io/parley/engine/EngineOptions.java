package io.parley.engine;

import java.time.Duration;
import java.util.Set;

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
    private final int maxPayloadBytes;
    private final int maxQueuedBytes;
    private final int maxQueuedEvents;
    private final int maxPayloadPackets;
    private final Set<TransportName> transports;
    private final boolean allowEIO3;

    private EngineOptions(Builder from) {
        pingInterval = from.pingInterval;
        pingTimeout = from.pingTimeout;
        upgradeTimeout = from.upgradeTimeout;
        writeTimeout = from.writeTimeout;
        closeTimeout = from.closeTimeout;
        maxPayloadBytes = from.maxPayloadBytes;
        maxPayloadPackets = from.maxPayloadPackets;
        maxQueuedBytes = from.maxQueuedBytes;
        maxQueuedEvents = from.maxQueuedEvents;
        transports = from.transports;
        allowEIO3 = from.allowEIO3;
    }

    /** The defaults. */
    public static EngineOptions defaults() {
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

    /** See {@link Builder#pingInterval}. */
    public Duration pingInterval() {
        return pingInterval;
    }

    /** See {@link Builder#pingTimeout}. */
    public Duration pingTimeout() {
        return pingTimeout;
    }

    /** See {@link Builder#upgradeTimeout}. */
    public Duration upgradeTimeout() {
        return upgradeTimeout;
    }

    /** See {@link Builder#writeTimeout}. */
    public Duration writeTimeout() {
        return writeTimeout;
    }

    /** See {@link Builder#closeTimeout}. */
    public Duration closeTimeout() {
        return closeTimeout;
    }

    /** See {@link Builder#maxPayloadBytes}. */
    public int maxPayloadBytes() {
        return maxPayloadBytes;
    }

    /** See {@link Builder#maxPayloadPackets}. */
    public int maxPayloadPackets() {
        return maxPayloadPackets;
    }

    /** See {@link Builder#maxQueuedBytes}. */
    public int maxQueuedBytes() {
        return maxQueuedBytes;
    }

    /** See {@link Builder#maxQueuedEvents}. */
    public int maxQueuedEvents() {
        return maxQueuedEvents;
    }

    /** See {@link Builder#transports}. */
    public Set<TransportName> transports() {
        return transports;
    }

    /** See {@link Builder#allowEIO3}. */
    public boolean allowEIO3() {
        return allowEIO3;
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
        private int maxPayloadBytes = 1_000_000;
        private int maxPayloadPackets = 10_000;
        private int maxQueuedBytes = 1_000_000;
        private int maxQueuedEvents = 1000;
        private Set<TransportName> transports = Set.of(TransportName.POLLING, TransportName.WEBSOCKET);
        private boolean allowEIO3;

        private Builder() {}

        private Builder(EngineOptions from) {
            pingInterval = from.pingInterval;
            pingTimeout = from.pingTimeout;
            upgradeTimeout = from.upgradeTimeout;
            writeTimeout = from.writeTimeout;
            closeTimeout = from.closeTimeout;
            maxPayloadBytes = from.maxPayloadBytes;
            maxPayloadPackets = from.maxPayloadPackets;
            maxQueuedBytes = from.maxQueuedBytes;
            maxQueuedEvents = from.maxQueuedEvents;
            transports = from.transports;
            allowEIO3 = from.allowEIO3;
        }

        /** How long after a pong the server pings again. Told to the client. Socket.IO: the same name and default, 25 s. */
        public Builder pingInterval(Duration time) {
            pingInterval = checked("pingInterval", time);
            return this;
        }

        /**
         * How long a pong may take; later: closed, "ping timeout". Told to the client, which closes when no ping comes for
         * interval and timeout together. Socket.IO: the same name and default, 20 s.
         */
        public Builder pingTimeout(Duration time) {
            pingTimeout = checked("pingTimeout", time);
            return this;
        }

        /**
         * How long an upgrade to WebSocket may take; later: the WebSocket is closed and polling goes on. Socket.IO: the
         * same name and default, 10 s.
         */
        public Builder upgradeTimeout(Duration time) {
            upgradeTimeout = checked("upgradeTimeout", time);
            return this;
        }

        /**
         * How long a WebSocket may take to send what it was given; later: closed, "transport error". Default: 10 s.
         * Socket.IO has none.
         */
        public Builder writeTimeout(Duration time) {
            writeTimeout = checked("writeTimeout", time);
            return this;
        }

        /**
         * How long a session that is closing waits for the poll that takes its last packets; later: they are lost.
         * Default: 30 s, as in Socket.IO, where it cannot be changed.
         */
        public Builder closeTimeout(Duration time) {
            closeTimeout = checked("closeTimeout", time);
            return this;
        }

        /**
         * Bytes of one POST body or one WebSocket message. Larger: 413, and the session lives on; or close code 1009.
         * Told to the client, which divides what it has queued. Socket.IO: {@code maxHttpBufferSize}, default 1,000,000.
         */
        public Builder maxPayloadBytes(int bytes) {
            maxPayloadBytes = positive("maxPayloadBytes", bytes);
            return this;
        }

        /**
         * Packets in one POST body; more: the session is closed, "parse error". Clients send at once all that they have
         * collected while offline: do not set it too low. Default: 10,000. Socket.IO has no bound.
         */
        public Builder maxPayloadPackets(int packets) {
            maxPayloadPackets = positive("maxPayloadPackets", packets);
            return this;
        }

        /**
         * Bytes of packets that wait for a slow peer, besides one batch of any size; more: closed, "transport error".
         * Default: 1,000,000. Socket.IO has no bound.
         */
        public Builder maxQueuedBytes(int bytes) {
            maxQueuedBytes = positive("maxQueuedBytes", bytes);
            return this;
        }

        /**
         * Received events that wait for their handlers; more: the next POST is answered later, the WebSocket is not read
         * on. Default: 1,000. Socket.IO has no bound.
         */
        public Builder maxQueuedEvents(int events) {
            maxQueuedEvents = positive("maxQueuedEvents", events);
            return this;
        }

        /**
         * The transports that a session may start with or upgrade to; a request for another is refused with code 0.
         * Socket.IO: the same name and default, polling and WebSocket.
         */
        public Builder transports(Set<TransportName> names) {
            if (names.isEmpty()) {
                throw new IllegalArgumentException("transports must not be empty");
            }
            transports = Set.copyOf(names);
            return this;
        }

        /**
         * Whether clients of Engine.IO 3, which are Socket.IO 1 and 2, may connect; otherwise they are refused with code 5.
         * They know a socket by an id that is made of the id of their session, which is a secret: an application that
         * shows socket ids to others gives it away. Socket.IO: the same name and default, false.
         */
        public Builder allowEIO3(boolean allowed) {
            allowEIO3 = allowed;
            return this;
        }

        /** The options collected so far. */
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
