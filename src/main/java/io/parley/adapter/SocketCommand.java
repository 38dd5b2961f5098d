package io.parley.adapter;

import java.util.Set;

/** What can be done to all selected sockets. */
public sealed interface SocketCommand {
    /** Calls the handler's method for this command. */
    void accept(Handler handler);

    /** They join these rooms. */
    record Join(Set<String> rooms) implements SocketCommand {
        /** Copies the rooms. */
        public Join {
            rooms = Set.copyOf(rooms);
        }

        @Override
        public void accept(Handler handler) {
            handler.join(rooms);
        }
    }

    /** They leave these rooms. */
    record Leave(Set<String> rooms) implements SocketCommand {
        /** Copies the rooms. */
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
        /** Joins rooms. */
        void join(Set<String> rooms);

        /** Leaves rooms. */
        void leave(Set<String> rooms);

        /** Disconnects. */
        void disconnect(boolean closeConnection);
    }
}
