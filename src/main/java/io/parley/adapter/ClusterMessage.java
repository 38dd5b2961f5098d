package io.parley.adapter;

import io.parley.packet.EncodedPacket;

/** What the adapters of a namespace tell each other. */
sealed interface ClusterMessage {
    <T> T accept(Handler<T> handler);

    record Broadcast(Selection selection, EncodedPacket packet, boolean lossy) implements ClusterMessage {
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
    }

    /** To the node that asked. */
    record Answer(String request, EncodedPacket ack) implements ClusterMessage {
        @Override
        public <T> T accept(Handler<T> handler) {
            return handler.answer(this);
        }
    }

    interface Handler<T> {
        T broadcast(Broadcast message);

        T command(Command message);

        T serverSideEvent(ServerSideEvent message);

        T serverSideQuestion(ServerSideQuestion message);

        T answer(Answer message);
    }
}
