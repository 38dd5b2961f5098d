package io.parley.adapter;

import java.util.Set;

/** What can be done to all selected sockets. */
public sealed interface SocketCommand {
    /**
     * Calls the handler's method for this command.
     *
     * @param handler called once, on this thread
     */
    void accept(Handler handler);

    /**
     * They join rooms.
     *
     * @param rooms which
     */
    record Join(Set<String> rooms) implements SocketCommand {
        /**
         * Keeps a copy.
         *
         * @param rooms none of them null
         */
        public Join {
            rooms = Set.copyOf(rooms);
        }

        @Override
        public void accept(Handler handler) {
            handler.join(rooms);
        }
    }

    /**
     * They leave rooms.
     *
     * @param rooms which
     */
    record Leave(Set<String> rooms) implements SocketCommand {
        /**
         * Keeps a copy.
         *
         * @param rooms none of them null
         */
        public Leave {
            rooms = Set.copyOf(rooms);
        }

        @Override
        public void accept(Handler handler) {
            handler.leave(rooms);
        }
    }

    /**
     * They are disconnected.
     *
     * @param closeConnection with all other namespaces of their connections
     */
    record Disconnect(boolean closeConnection) implements SocketCommand {
        @Override
        public void accept(Handler handler) {
            handler.disconnect(closeConnection);
        }
    }

    /** Does a command to one socket. */
    interface Handler {
        /**
         * Joins.
         *
         * @param rooms immutable; the socket may be in some of them already
         */
        void join(Set<String> rooms);

        /**
         * Leaves.
         *
         * @param rooms immutable; the socket need not be in all of them
         */
        void leave(Set<String> rooms);

        /**
         * Disconnects.
         *
         * @param closeConnection with all other namespaces of the connection
         */
        void disconnect(boolean closeConnection);
    }
}
