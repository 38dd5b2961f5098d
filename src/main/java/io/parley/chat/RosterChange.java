package io.parley.chat;

/** Something that happened to the {@link Roster}, to be told to those whom it concerns. */
sealed interface RosterChange {
    /** Calls the handler's method for this kind of change. */
    void accept(Handler handler);

    /** One method per kind of change. */
    interface Handler {
        /** Somebody has come, and is in some rooms already. */
        void online(Person person);

        /** Somebody has gone, and has left all rooms by that. */
        void offline(Person person);

        /** Somebody who was here has joined a room. */
        void joined(Person person, String room);

        /** Somebody who stays has left a room. */
        void left(Person person, String room);
    }

    /** See {@link Handler#online}. */
    record Online(Person person) implements RosterChange {
        @Override
        public void accept(Handler handler) {
            handler.online(person);
        }
    }

    /** See {@link Handler#offline}. */
    record Offline(Person person) implements RosterChange {
        @Override
        public void accept(Handler handler) {
            handler.offline(person);
        }
    }

    /** See {@link Handler#joined}. */
    record Joined(Person person, String room) implements RosterChange {
        @Override
        public void accept(Handler handler) {
            handler.joined(person, room);
        }
    }

    /** See {@link Handler#left}. */
    record Left(Person person, String room) implements RosterChange {
        @Override
        public void accept(Handler handler) {
            handler.left(person, room);
        }
    }
}
