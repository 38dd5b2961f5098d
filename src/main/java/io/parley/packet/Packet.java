package io.parley.packet;

import org.jspecify.annotations.Nullable;

/**
 * A packet of the Socket.IO protocol, version 5. Immutable.
 *
 * <p>BINARY_EVENT and BINARY_ACK are no types of their own: they are how an event or an ack with attachments is
 * written.
 */
public sealed interface Packet {
    /** The namespace: {@code "/"}, or {@code "/name"} without a comma. */
    String namespace();

    /** Calls the handler's method for this type of packet and returns its result. */
    <R> R accept(Handler<R> handler);

    /**
     * Joins a namespace (client to server), or confirms that (server to client).
     *
     * @param auth the client's credentials, or the server's {@code {"sid": …}}: one object; null if none came
     */
    record Connect(String namespace, @Nullable Payload auth) implements Packet {
        /** Throws an {@link IllegalArgumentException} if the namespace is not {@code "/…"} or holds a comma. */
        public Connect {
            requireNamespace(namespace);
        }

        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.connect(this);
        }
    }

    /** Leaves a namespace; either side. */
    record Disconnect(String namespace) implements Packet {
        /** Throws an {@link IllegalArgumentException} if the namespace is not {@code "/…"} or holds a comma. */
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
     * @param ackId what the receiver is to answer with, 0 or more; {@link #NO_ACK} if no answer is wanted
     */
    record Event(String namespace, long ackId, Payload payload) implements Packet {
        /** The ack id of an event that wants no answer. */
        public static final long NO_ACK = -1;

        /**
         * Throws an {@link IllegalArgumentException} if the namespace is not {@code "/…"} or holds a comma, or the id is
         * below -1.
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
     * @param ackId the id that came with the event, 0 or more
     */
    record Ack(String namespace, long ackId, Payload payload) implements Packet {
        /**
         * Throws an {@link IllegalArgumentException} if the namespace is not {@code "/…"} or holds a comma, or the id is
         * negative.
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
     * @param payload {@code {"message": …}}, with {@code "data"} if the application gave some
     */
    record ConnectError(String namespace, Payload payload) implements Packet {
        /** Throws an {@link IllegalArgumentException} if the namespace is not {@code "/…"} or holds a comma. */
        public ConnectError {
            requireNamespace(namespace);
        }

        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.connectError(this);
        }
    }

    /** Decides for every type of packet: a new type breaks the build wherever a decision is missing. */
    interface Handler<R> {
        /** For {@link Connect}. */
        R connect(Connect packet);

        /** For {@link Disconnect}. */
        R disconnect(Disconnect packet);

        /** For {@link Event}. */
        R event(Event packet);

        /** For {@link Ack}. */
        R ack(Ack packet);

        /** For {@link ConnectError}. */
        R connectError(ConnectError packet);
    }

    private static void requireNamespace(String namespace) {
        if (!namespace.startsWith("/") || namespace.indexOf(',') >= 0) {
            throw new IllegalArgumentException("a namespace starts with / and holds no comma: " + namespace);
        }
    }
}
