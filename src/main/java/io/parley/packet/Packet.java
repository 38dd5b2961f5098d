package io.parley.packet;

import org.jspecify.annotations.Nullable;

/**
 * A packet of the Socket.IO protocol, version 5. Immutable.
 *
 * <p>BINARY_EVENT and BINARY_ACK are no types of their own: they are how an event or an ack with attachments is
 * written.
 */
public sealed interface Packet {
    /** {@return the namespace: {@code "/"}, or {@code "/name"} without a comma} */
    String namespace();

    /**
     * Calls the handler's method for this type of packet.
     *
     * @param <R> what the handler makes of packets
     * @param handler called once, on this thread
     * @return what the handler returned
     */
    <R> R accept(Handler<R> handler);

    /**
     * Joins a namespace (client to server), or confirms that (server to client).
     *
     * @param namespace the one to join
     * @param auth the client's credentials, or the server's {@code {"sid": …}}: one object; null if none came
     */
    record Connect(String namespace, @Nullable Payload auth) implements Packet {
        /**
         * Checks the namespace.
         *
         * @param namespace begins with {@code /} and holds no comma
         * @param auth null if there is none
         * @throws IllegalArgumentException if it is not as described
         */
        public Connect {
            requireNamespace(namespace);
        }

        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.connect(this);
        }
    }

    /**
     * Leaves a namespace; either side.
     *
     * @param namespace the one to leave
     */
    record Disconnect(String namespace) implements Packet {
        /**
         * Checks the namespace.
         *
         * @param namespace begins with {@code /} and holds no comma
         * @throws IllegalArgumentException if it is not as described
         */
        public Disconnect {
            requireNamespace(namespace);
        }

        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.disconnect(this);
        }
    }

    /**
     * An event with its arguments; either side.
     *
     * @param namespace the one in which it is sent
     * @param ackId what the receiver is to answer with, 0 or more; {@link #NO_ACK} if no answer is wanted
     * @param payload name and arguments
     */
    record Event(String namespace, long ackId, Payload payload) implements Packet {
        /** The ack id of an event that wants no answer. */
        public static final long NO_ACK = -1;

        /**
         * Checks namespace and id.
         *
         * @param namespace begins with {@code /} and holds no comma
         * @param ackId -1 or more
         * @param payload of an event; not checked
         * @throws IllegalArgumentException if one of them is not as described
         */
        public Event {
            requireNamespace(namespace);
            if (ackId < NO_ACK) {
                throw new IllegalArgumentException("ack id " + ackId);
            }
        }

        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.event(this);
        }
    }

    /**
     * The answer to an event; either side.
     *
     * @param namespace that of the event
     * @param ackId the id that came with the event, 0 or more
     * @param payload the arguments
     */
    record Ack(String namespace, long ackId, Payload payload) implements Packet {
        /**
         * Checks namespace and id.
         *
         * @param namespace begins with {@code /} and holds no comma
         * @param ackId 0 or more
         * @param payload of an ack; not checked
         * @throws IllegalArgumentException if one of them is not as described
         */
        public Ack {
            requireNamespace(namespace);
            if (ackId < 0) {
                throw new IllegalArgumentException("ack id " + ackId);
            }
        }

        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.ack(this);
        }
    }

    /**
     * Refuses to let a client into a namespace; server to client.
     *
     * @param namespace the one that the client wanted to join
     * @param payload {@code {"message": …}}, with {@code "data"} if the application gave some
     */
    record ConnectError(String namespace, Payload payload) implements Packet {
        /**
         * Checks the namespace.
         *
         * @param namespace begins with {@code /} and holds no comma
         * @param payload an object or a string; not checked
         * @throws IllegalArgumentException if it is not as described
         */
        public ConnectError {
            requireNamespace(namespace);
        }

        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.connectError(this);
        }
    }

    /**
     * Decides for every type of packet: a new type breaks the build wherever a decision is missing.
     *
     * @param <R> what is made of a packet
     */
    interface Handler<R> {
        /**
         * Takes a {@link Connect}.
         *
         * @param packet the one that {@link #accept} was called on
         * @return the result of {@link #accept}
         */
        R connect(Connect packet);

        /**
         * Takes a {@link Disconnect}.
         *
         * @param packet the one that {@link #accept} was called on
         * @return the result of {@link #accept}
         */
        R disconnect(Disconnect packet);

        /**
         * Takes an {@link Event}.
         *
         * @param packet the one that {@link #accept} was called on
         * @return the result of {@link #accept}
         */
        R event(Event packet);

        /**
         * Takes an {@link Ack}.
         *
         * @param packet the one that {@link #accept} was called on
         * @return the result of {@link #accept}
         */
        R ack(Ack packet);

        /**
         * Takes a {@link ConnectError}.
         *
         * @param packet the one that {@link #accept} was called on
         * @return the result of {@link #accept}
         */
        R connectError(ConnectError packet);
    }

    private static void requireNamespace(String namespace) {
        if (!namespace.startsWith("/") || namespace.indexOf(',') >= 0) {
            throw new IllegalArgumentException("a namespace starts with / and holds no comma: " + namespace);
        }
    }
}
