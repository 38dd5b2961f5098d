package io.parley.adapter;

import io.parley.packet.EncodedPacket;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the adapters of a namespace tell each other. */
sealed interface ClusterMessage {
    <T> T accept(Handler<T> handler);

    /** What a node says where the namespace does not exist; empty: nothing. */
    default Optional<Reply> replyOfNobody() {
        return Optional.empty();
    }

    /**
     * An event for sockets.
     *
     * @param number of the packet among those of its node that can be recovered, 1, 2, 3 …; 0: it cannot be
     */
    record Broadcast(Selection selection, EncodedPacket packet, boolean lossy, long number) implements ClusterMessage {
        Broadcast(Selection selection, EncodedPacket packet, boolean lossy) {
            this(selection, packet, lossy, 0);
        }

        @Override
        public <T> T accept(Handler<T> handler) {
            return handler.broadcast(this);
        }
    }

    record Command(Selection selection, SocketCommand command) implements ClusterMessage {
        @Override
        public <T> T accept(Handler<T> handler) {
            return handler.command(this);
        }
    }

    record ServerSideEvent(EncodedPacket event) implements ClusterMessage {
        @Override
        public <T> T accept(Handler<T> handler) {
            return handler.serverSideEvent(this);
        }
    }

    /**
     * The same, with answers wanted.
     *
     * @param request what they name
     */
    record ServerSideQuestion(String request, EncodedPacket event) implements ClusterMessage {
        @Override
        public <T> T accept(Handler<T> handler) {
            return handler.serverSideQuestion(this);
        }

        @Override
        public Optional<Reply> replyOfNobody() {
            return Optional.of(new Over(request));
        }
    }

    /**
     * Who is there?
     *
     * @param request what the {@link Sockets} name
     */
    record Fetch(String request, Selection selection) implements ClusterMessage {
        @Override
        public <T> T accept(Handler<T> handler) {
            return handler.fetch(this);
        }

        @Override
        public Optional<Reply> replyOfNobody() {
            return Optional.of(new Sockets(request, List.of(), 0));
        }
    }

    /**
     * A broadcast that wants to be answered: first {@link Asked}, then a {@link SocketAnswer} or {@link Gone} for each.
     *
     * @param request what they name
     * @param nanos how long answers are waited for; 0: as long as the sockets live
     */
    record Question(String request, Selection selection, EncodedPacket packet, boolean lossy, long nanos)
            implements ClusterMessage {
        @Override
        public <T> T accept(Handler<T> handler) {
            return handler.question(this);
        }

        @Override
        public Optional<Reply> replyOfNobody() {
            return Optional.of(new Asked(request, Set.of(), 0));
        }
    }

    /**
     * The client of a session has come to another node.
     *
     * @param request what the {@link Claimed} names
     */
    record Claim(String request, SessionClaim claim) implements ClusterMessage {
        @Override
        public <T> T accept(Handler<T> handler) {
            return handler.claim(this);
        }

        @Override
        public Optional<Reply> replyOfNobody() {
            return Optional.of(new Claimed(request, SessionReply.NOTHING));
        }
    }

    /** To the node that asked, alone. */
    sealed interface Reply extends ClusterMessage {
        /** What more is said of, when there is more than one message holds. */
        int MORE = -1;

        String request();

        /** Bytes and characters that are kept until the request is over. */
        default long size() {
            return 0;
        }
    }

    /** To a question of an application. */
    record Answer(String request, EncodedPacket ack) implements Reply {
        @Override
        public <T> T accept(Handler<T> handler) {
            return handler.answer(this);
        }

        @Override
        public long size() {
            return sizeOf(ack);
        }
    }

    /**
     * Some of the sockets that were fetched.
     *
     * @param total how many were to be sent, in all messages together; {@link #MORE} but in the last one
     */
    record Sockets(String request, List<EncodedPacket> sockets, int total) implements Reply {
        public Sockets {
            sockets = List.copyOf(sockets);
        }

        @Override
        public <T> T accept(Handler<T> handler) {
            return handler.sockets(this);
        }

        @Override
        public long size() {
            return sockets.stream().mapToLong(ClusterMessage::sizeOf).sum();
        }
    }

    /**
     * Some of the sockets that were asked.
     *
     * @param sockets their ids
     * @param total how many were asked, in all messages together; {@link #MORE} but in the last one
     */
    record Asked(String request, Set<String> sockets, int total) implements Reply {
        public Asked {
            sockets = Set.copyOf(sockets);
        }

        @Override
        public <T> T accept(Handler<T> handler) {
            return handler.asked(this);
        }

        @Override
        public long size() {
            return sockets.stream().mapToLong(String::length).sum();
        }
    }

    /** One of those that were asked has answered. */
    record SocketAnswer(String request, String socket, EncodedPacket ack) implements Reply {
        @Override
        public <T> T accept(Handler<T> handler) {
            return handler.socketAnswer(this);
        }

        @Override
        public long size() {
            return sizeOf(ack);
        }
    }

    /** One of those that were asked will not answer. */
    record Gone(String request, String socket) implements Reply {
        @Override
        public <T> T accept(Handler<T> handler) {
            return handler.gone(this);
        }
    }

    /** To a {@link Claim}. */
    record Claimed(String request, SessionReply reply) implements Reply {
        @Override
        public <T> T accept(Handler<T> handler) {
            return handler.claimed(this);
        }

        @Override
        public long size() {
            return reply.packets().stream().mapToLong(LoggedPacket::size).sum();
        }
    }

    /** The node says no more, whatever is still missing. */
    record Over(String request) implements Reply {
        @Override
        public <T> T accept(Handler<T> handler) {
            return handler.over(this);
        }
    }

    /** Characters of text and bytes of attachments. */
    static long sizeOf(EncodedPacket packet) {
        var text = packet.text();
        long size = text == null ? 0 : text.length();
        for (var attachment : packet.attachments()) {
            size += attachment.size();
        }
        return size;
    }

    interface Handler<T> {
        T broadcast(Broadcast message);

        T command(Command message);

        T serverSideEvent(ServerSideEvent message);

        T serverSideQuestion(ServerSideQuestion message);

        T fetch(Fetch message);

        T question(Question message);

        T answer(Answer message);

        T sockets(Sockets message);

        T asked(Asked message);

        T socketAnswer(SocketAnswer message);

        T gone(Gone message);

        T over(Over message);

        T claim(Claim message);

        T claimed(Claimed message);
    }
}
