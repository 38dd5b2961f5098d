package io.parley.adapter;

import io.parley.packet.EncodedPacket;

/** What the adapters of a namespace tell each other. */
sealed interface ClusterMessage {
    <T> T accept(Handler<T> handler);

    /** Does here what was done on the node that sent it. */
    void replayOn(LocalAdapter<?> local);

    record Broadcast(Selection selection, EncodedPacket packet, boolean lossy) implements ClusterMessage {
        @Override
        public <T> T accept(Handler<T> handler) {
            return handler.broadcast(this);
        }

        @Override
        public void replayOn(LocalAdapter<?> local) {
            local.broadcast(selection, packet, lossy, true);
        }
    }

    record Command(Selection selection, SocketCommand command) implements ClusterMessage {
        @Override
        public <T> T accept(Handler<T> handler) {
            return handler.command(this);
        }

        @Override
        public void replayOn(LocalAdapter<?> local) {
            local.command(selection, command, true);
        }
    }

    record ServerSideEvent(EncodedPacket event) implements ClusterMessage {
        @Override
        public <T> T accept(Handler<T> handler) {
            return handler.serverSideEvent(this);
        }

        @Override
        public void replayOn(LocalAdapter<?> local) {
            local.serverSideEvent(event);
        }
    }

    interface Handler<T> {
        T broadcast(Broadcast message);

        T command(Command message);

        T serverSideEvent(ServerSideEvent message);
    }
}
